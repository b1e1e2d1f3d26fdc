package org.atomicagents.schema;

import java.util.List;
import java.util.Optional;
import org.atomicagents.model.Violation;
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
  public boolean isConstrainedWithin() {
    return content.type().isConstrainedWithin();
  }

  @Override
  public void validate(Object value, String path, List<Violation> violations) {
    ((Optional<?>) value).ifPresent(present -> content.validate(present, path, violations));
  }
}
