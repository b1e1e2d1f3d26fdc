package org.atomicagents.schema;

import java.util.HashSet;
import java.util.Set;

/**
 * By which keys the unions of a type tree tell their records apart.
 *
 * @param tags their discriminators
 * @param shapes whether some have none, and go by all keys of an object
 */
record UnionKeys(Set<String> tags, boolean shapes) {

  static UnionKeys in(TypeNode root) {
    var search = new Search();
    search.search(root);
    return new UnionKeys(Set.copyOf(search.tags), search.shapes);
  }

  private static final class Search {
    private final Set<TypeNode> seen = new HashSet<>();
    private final Set<String> tags = new HashSet<>();
    private boolean shapes;

    private void search(TypeNode node) {
      switch (node) {
        case RecordNode each when seen.add(each) ->
            each.components().forEach(component -> search(component.slot().type()));
        case UnionNode each when seen.add(each) -> {
          String tag = each.discriminator();
          shapes |= tag == null;
          if (tag != null) {
            tags.add(tag);
          }
          each.branches().forEach(this::search);
        }
        case BranchNode each -> search(each.record());
        case ListNode list -> search(list.item().type());
        case MapNode map -> search(map.value().type());
        case OptionalNode optional -> search(optional.content().type());
        default -> {}
      }
    }
  }
}
