package org.atomicagents.internal.schema.type;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.PlainJsonReader;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The type of an {@code Optional}, including the primitive ones: null or an absent key is empty.
 *
 * @param type the Optional class; {@code JsonNode} for a nullable value of Jackson's tree
 * @param mayBeAbsent whether the key may be absent; Jackson's tree distinguishes that from null
 */
public record OptionalNode(Class<?> type, TypeUse content, boolean mayBeAbsent)
    implements TypeNode {

  public OptionalNode(Class<?> type, TypeUse content) {
    this(type, content, type != JsonNode.class);
  }

  /** Returns a copy whose key must be present. */
  public OptionalNode withRequiredKey() {
    return new OptionalNode(type, content, false);
  }

  /** Returns a copy with another content type. */
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
  public boolean isPlain() {
    return type != JsonNode.class;
  }

  @Override
  public Object decodePlain(PlainJsonReader in) {
    if (in.tryRead("null")) {
      return empty();
    }
    Object decoded = content.decodePlain(in);
    // After a failure, the content may have another type.
    return in.hasFailed() ? empty() : wrap(decoded);
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

  /** Returns an Optional with this content; empty if it is null. */
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

  /** Returns the content of an Optional; null if it is empty. */
  @Nullable
  public Object unwrap(Object value) {
    return switch (value) {
      case OptionalInt number -> number.isPresent() ? (Object) number.getAsInt() : null;
      case OptionalLong number -> number.isPresent() ? (Object) number.getAsLong() : null;
      case OptionalDouble number -> number.isPresent() ? (Object) number.getAsDouble() : null;
      case Optional<?> optional -> optional.orElse(null);
      case JsonNode node -> node.isNull() ? null : node;
      default -> throw new IllegalStateException("expected an Optional, found " + value.getClass());
    };
  }
}
