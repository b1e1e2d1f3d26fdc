package org.atomicagents.internal.schema.type;

import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.PlainJsonReader;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A node of a compiled type tree: it decodes, encodes and validates the values of one type. */
public sealed interface TypeNode
    permits AnyNode,
        UnionMemberNode,
        EnumNode,
        ListNode,
        MapNode,
        OptionalNode,
        RecordNode,
        ScalarNode,
        UnionNode {

  /**
   * Decodes the value whose first token is current, up to its last token.
   *
   * @return the value; undefined if a violation was added to {@code in}
   */
  @Nullable Object decode(DecodeContext in);

  /**
   * Returns whether values of this type can have the plain form of JSON; for nested types see
   * {@link PlainTypeSearch}.
   */
  default boolean isPlain() {
    return false;
  }

  /**
   * Decodes the next value of a text that has the plain form and no deviation from the type.
   *
   * @return the value; meaningless if {@link PlainJsonReader#hasFailed}, as for every other text
   */
  default @Nullable Object decodePlain(PlainJsonReader in) {
    return in.fail();
  }

  /** Writes a non-null value. */
  void encode(Object value, JsonGenerator out);

  /** Validates the content of a non-null value. */
  default void validate(Object value, ViolationCollector findings) {}
}
