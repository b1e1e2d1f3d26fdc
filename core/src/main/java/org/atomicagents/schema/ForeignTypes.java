package org.atomicagents.schema;

import java.util.HashSet;
import java.util.Set;

/** Finds the types of a tree that are shown to the validator. */
final class ForeignTypes {
  private final Set<RecordNode> seen = new HashSet<>();
  private final Set<Class<?>> found = new HashSet<>();

  private ForeignTypes() {}

  static Set<Class<?>> in(TypeNode root) {
    var search = new ForeignTypes();
    search.search(root);
    return search.found;
  }

  private void search(TypeNode node) {
    switch (node) {
      case RecordNode each when seen.add(each) -> {
        Class<?> type = each.type();
        if (type != null && each.isForeign()) {
          found.add(type);
        }
        each.components().forEach(component -> search(component.slot().type()));
      }
      case BranchNode each -> search(each.record());
      case UnionNode each -> each.branches().forEach(this::search);
      case ListNode list -> search(list.item().type());
      case MapNode map -> search(map.value().type());
      case OptionalNode optional -> search(optional.content().type());
      default -> {}
    }
  }
}
