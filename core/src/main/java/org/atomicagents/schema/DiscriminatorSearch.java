package org.atomicagents.schema;

import java.util.HashSet;
import java.util.Set;

/** Finds the keys by which the unions of a type tree are told apart. */
final class DiscriminatorSearch {
  private final Set<TypeNode> visited = new HashSet<>();
  private final Set<String> tags = new HashSet<>();
  private boolean shapes;

  private DiscriminatorSearch() {}

  /** Returns the discriminators of all unions at or below a node. */
  static UnionKeys in(TypeNode root) {
    var search = new DiscriminatorSearch();
    search.visit(root);
    return new UnionKeys(Set.copyOf(search.tags), search.shapes);
  }

  private void visit(TypeNode node) {
    switch (node) {
      case RecordNode each when visited.add(each) ->
          each.components().forEach(component -> visit(component.slot().type()));
      case UnionNode each when visited.add(each) -> {
        String tag = each.discriminator();
        shapes |= tag == null;
        if (tag != null) {
          tags.add(tag);
        }
        each.branches().forEach(this::visit);
      }
      case BranchNode each -> visit(each.record());
      case ListNode list -> visit(list.item().type());
      case MapNode map -> visit(map.value().type());
      case OptionalNode optional -> visit(optional.content().type());
      default -> {}
    }
  }
}
