package org.atomicagents.schema;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** One type in a type tree. */
sealed interface TypeNode
    permits AnyNode,
        BranchNode,
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
  @Nullable Object decode(Decoding in);

  /** Writes a value that is not null. */
  void encode(Object value, JsonGenerator out);

  /** Checks what lies inside of a value that is not null. */
  default void validate(Object value, Findings findings) {}
}
