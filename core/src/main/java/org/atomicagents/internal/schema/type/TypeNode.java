package org.atomicagents.internal.schema.type;

import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** One type in a type tree. */
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
   * Reads the value whose first token is current, up to its last token.
   *
   * @return the value; meaningless if {@code in} has a failure more than before
   */
  @Nullable Object decode(DecodeContext in);

  /** Writes a value that is not null. */
  void encode(Object value, JsonGenerator out);

  /** Checks what lies inside of a value that is not null. */
  default void validate(Object value, ViolationCollector findings) {}
}
