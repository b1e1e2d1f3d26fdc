package org.atomicagents.internal.schema.type;

import java.util.HashSet;
import java.util.Set;
import org.atomicagents.internal.schema.decode.DiscriminatorKeys;

/** Finds the keys by which the unions of a type tree are told apart. */
public final class DiscriminatorSearch {
  private final Set<TypeNode> visited = new HashSet<>();
  private final Set<String> tags = new HashSet<>();
  private boolean hasUntaggedUnions;

  private DiscriminatorSearch() {}

  /** Returns the discriminators of all unions at or below a node. */
  public static DiscriminatorKeys findIn(TypeNode root) {
    var search = new DiscriminatorSearch();
    search.visit(root);
    return new DiscriminatorKeys(Set.copyOf(search.tags), search.hasUntaggedUnions);
  }

  private void visit(TypeNode node) {
    switch (node) {
      case RecordNode each when visited.add(each) ->
          each.components().forEach(component -> visit(component.slot().type()));
      case UnionNode each when visited.add(each) -> {
        String tag = each.discriminator();
        hasUntaggedUnions |= tag == null;
        if (tag != null) {
          tags.add(tag);
        }
        each.branches().forEach(this::visit);
      }
      case UnionMemberNode each -> visit(each.record());
      case ListNode list -> visit(list.item().type());
      case MapNode map -> visit(map.value().type());
      case OptionalNode optional -> visit(optional.content().type());
      default -> {}
    }
  }
}
