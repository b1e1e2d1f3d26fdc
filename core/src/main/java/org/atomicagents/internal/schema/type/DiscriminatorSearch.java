package org.atomicagents.internal.schema.type;

import java.util.HashSet;
import java.util.Set;
import org.atomicagents.internal.schema.decode.DiscriminatorKeys;

/** Finds the discriminators of the unions in a type tree. */
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
      case RecordNode record when visited.add(record) ->
          record.components().forEach(component -> visit(component.slot().type()));
      case UnionNode union when visited.add(union) -> {
        String tag = union.discriminator();
        hasUntaggedUnions |= tag == null;
        if (tag != null) {
          tags.add(tag);
        }
        union.branches().forEach(this::visit);
      }
      case UnionMemberNode member -> visit(member.record());
      case ListNode list -> visit(list.item().type());
      case MapNode map -> visit(map.value().type());
      case OptionalNode optional -> visit(optional.content().type());
      default -> {}
    }
  }
}
