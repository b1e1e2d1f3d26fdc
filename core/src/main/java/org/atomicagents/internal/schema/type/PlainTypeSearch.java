package org.atomicagents.internal.schema.type;

import java.util.HashSet;
import java.util.Set;

/** Finds types without a plain form of JSON in a type tree. */
public final class PlainTypeSearch {
  private final Set<TypeNode> visited = new HashSet<>();

  private PlainTypeSearch() {}

  /** Returns whether values of a node and of all nodes below it can have the plain form. */
  public static boolean isPlain(TypeNode root) {
    return new PlainTypeSearch().visit(root);
  }

  private boolean visit(TypeNode node) {
    if (!node.isPlain()) {
      return false;
    }
    return switch (node) {
      case RecordNode record when visited.add(record) ->
          record.components().stream().allMatch(component -> visit(component.slot().type()));
      case ListNode list -> visit(list.item().type());
      case OptionalNode optional -> visit(optional.content().type());
      default -> true;
    };
  }
}
