package org.atomicagents.schema;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/** An {@code Optional}, also of a primitive: null or left out is empty. */
record OptionalNode(Class<?> type, Slot content) implements TypeNode {

  Object empty() {
    return of(null);
  }

  @Override
  public Object decode(Decoding in) {
    return in.parser.currentToken() == JsonToken.VALUE_NULL ? empty() : of(content.decode(in));
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    content.encode(present(value), out);
  }

  @Override
  public void describe(SchemaWriter out) {
    out.orNull(content);
  }

  @Override
  public void validate(Object value, boolean checked, Findings findings) {
    Object present = present(value);
    if (present != null) {
      content.validate(present, checked, findings);
    }
  }

  private Object of(@Nullable Object content) {
    if (type == Optional.class) {
      return Optional.ofNullable(content);
    }
    if (type == OptionalInt.class) {
      return content == null ? OptionalInt.empty() : OptionalInt.of((Integer) content);
    }
    if (type == OptionalLong.class) {
      return content == null ? OptionalLong.empty() : OptionalLong.of((Long) content);
    }
    return content == null ? OptionalDouble.empty() : OptionalDouble.of((Double) content);
  }

  private static @Nullable Object present(Object value) {
    return switch (value) {
      case OptionalInt each -> each.isPresent() ? (Object) each.getAsInt() : null;
      case OptionalLong each -> each.isPresent() ? (Object) each.getAsLong() : null;
      case OptionalDouble each -> each.isPresent() ? (Object) each.getAsDouble() : null;
      case Optional<?> each -> each.orElse(null);
      default -> throw new IllegalStateException("expected an Optional, found " + value.getClass());
    };
  }
}
