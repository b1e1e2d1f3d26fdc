package org.atomicagents.schema;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/**
 * A place for a value: a type, and what this place asks of it beyond the type.
 *
 * @param description what the place means; empty if nothing was said
 */
record Slot(TypeNode type, boolean nullable, Constraints constraints, String description) {

  /** Whether the place may be left out. */
  boolean isOptional() {
    return nullable || type instanceof OptionalNode;
  }

  /** The value of a place that was left out. */
  @Nullable Object absent() {
    return type instanceof OptionalNode ? Optional.empty() : null;
  }

  @Nullable Object decode(Decoding in) {
    return nullable && in.parser.currentToken() == JsonToken.VALUE_NULL ? null : type.decode(in);
  }

  void encode(@Nullable Object value, JsonGenerator out) {
    if (value == null) {
      out.writeNull();
    } else {
      type.encode(value, out);
    }
  }

  /** Checks this place and what lies within. */
  void validate(@Nullable Object value, boolean checked, Findings findings) {
    if (value == null && !isOptional()) {
      findings.add("a value", "null");
      return;
    }
    if (!checked) {
      constraints.check(value, findings);
    }
    if (value != null) {
      type.validate(value, checked, findings);
    }
  }
}
