package org.atomicagents.internal.schema.type;

import java.util.HashSet;
import java.util.Set;

/** Finds the types of a tree that are shown to the validator. */
public final class BeanValidatedTypes {
  private final Set<RecordNode> seen = new HashSet<>();
  private final Set<Class<?>> found = new HashSet<>();

  private BeanValidatedTypes() {}

  public static Set<Class<?>> findIn(TypeNode root) {
    var search = new BeanValidatedTypes();
    search.search(root);
    return search.found;
  }

  private void search(TypeNode node) {
    switch (node) {
      case RecordNode each when seen.add(each) -> {
        Class<?> type = each.type();
        if (type != null && each.needsValidator()) {
          found.add(type);
        }
        each.components().forEach(component -> search(component.slot().type()));
      }
      case UnionMemberNode each -> search(each.record());
      case UnionNode each -> each.branches().forEach(this::search);
      case ListNode list -> search(list.item().type());
      case MapNode map -> search(map.value().type());
      case OptionalNode optional -> search(optional.content().type());
      default -> {}
    }
  }
}
