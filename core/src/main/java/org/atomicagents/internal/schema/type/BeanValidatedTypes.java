package org.atomicagents.internal.schema.type;

import java.util.HashSet;
import java.util.Set;

/** Finds the record classes of a type tree that require the bean validator. */
public final class BeanValidatedTypes {
  private final Set<RecordNode> visited = new HashSet<>();
  private final Set<Class<?>> found = new HashSet<>();

  private BeanValidatedTypes() {}

  /** Returns the classes at or below a node that require the bean validator. */
  public static Set<Class<?>> findIn(TypeNode root) {
    var search = new BeanValidatedTypes();
    search.search(root);
    return search.found;
  }

  private void search(TypeNode node) {
    switch (node) {
      case RecordNode record when visited.add(record) -> {
        Class<?> type = record.type();
        if (type != null && record.needsValidator()) {
          found.add(type);
        }
        record.components().forEach(component -> search(component.slot().type()));
      }
      case UnionMemberNode member -> search(member.record());
      case UnionNode union -> union.branches().forEach(this::search);
      case ListNode list -> search(list.item().type());
      case MapNode map -> search(map.value().type());
      case OptionalNode optional -> search(optional.content().type());
      default -> {}
    }
  }
}
