package org.atomicagents.schema;

import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/** An {@code Optional}: null or left out is empty. */
record OptionalNode(Slot content) implements TypeNode {

  @Override
  public Object decode(Decoding in) {
    return in.parser.currentToken() == JsonToken.VALUE_NULL
        ? Optional.empty()
        : Optional.ofNullable(content.decode(in));
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    content.encode(((Optional<?>) value).orElse(null), out);
  }

  @Override
  public void describe(SchemaWriter out) {
    out.orNull(content);
  }

  @Override
  public void validate(Object value, boolean checked, Findings findings) {
    Object present = ((Optional<?>) value).orElse(null);
    if (present != null) {
      content.validate(present, checked, findings);
    }
  }
}
