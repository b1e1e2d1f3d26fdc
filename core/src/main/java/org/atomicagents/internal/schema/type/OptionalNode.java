package org.atomicagents.internal.schema.type;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An {@code Optional}, also of a primitive: null or left out is empty.
 *
 * @param type which of them; {@code JsonNode} for Jackson's tree with its own null
 * @param mayBeAbsent whether the key may be missing; Jackson's tree tells that from null
 */
public record OptionalNode(Class<?> type, TypeUse content, boolean mayBeAbsent)
    implements TypeNode {

  public OptionalNode(Class<?> type, TypeUse content) {
    this(type, content, type != JsonNode.class);
  }

  /** The same where an object without the key is no answer. */
  public OptionalNode withRequiredKey() {
    return new OptionalNode(type, content, false);
  }

  /** The same with other content. */
  public OptionalNode withContent(TypeUse other) {
    return new OptionalNode(type, other, mayBeAbsent);
  }

  Object empty() {
    return wrap(null);
  }

  @Override
  public Object decode(DecodeContext in) {
    return in.parser.currentToken() == JsonToken.VALUE_NULL ? empty() : wrap(content.decode(in));
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    content.encode(unwrap(value), out);
  }

  @Override
  public void validate(Object value, ViolationCollector findings) {
    Object present = unwrap(value);
    if (present != null) {
      content.validate(present, findings);
    }
  }

  /** What holds this content, or nothing. */
  Object wrap(@Nullable Object content) {
    if (type == Optional.class) {
      return Optional.ofNullable(content);
    }
    if (type == JsonNode.class) {
      return content == null ? JsonNodeFactory.instance.nullNode() : content;
    }
    if (type == OptionalInt.class) {
      return content == null ? OptionalInt.empty() : OptionalInt.of((Integer) content);
    }
    if (type == OptionalLong.class) {
      return content == null ? OptionalLong.empty() : OptionalLong.of((Long) content);
    }
    return content == null ? OptionalDouble.empty() : OptionalDouble.of((Double) content);
  }

  @Nullable
  public Object unwrap(Object value) {
    return switch (value) {
      case OptionalInt each -> each.isPresent() ? (Object) each.getAsInt() : null;
      case OptionalLong each -> each.isPresent() ? (Object) each.getAsLong() : null;
      case OptionalDouble each -> each.isPresent() ? (Object) each.getAsDouble() : null;
      case Optional<?> each -> each.orElse(null);
      case JsonNode each -> each.isNull() ? null : each;
      default -> throw new IllegalStateException("expected an Optional, found " + value.getClass());
    };
  }
}
