package org.atomicagents.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which types of a tree stand in {@code $defs} and are referred to by name. */
final class Definitions {
  private final SchemaForm form;
  private final Map<TypeNode, Integer> uses = new HashMap<>();
  private final List<TypeNode> order = new ArrayList<>();

  Definitions(RecordNode root, SchemaForm form) {
    this.form = form;
    root.components().forEach(component -> count(component.slot().type()));
  }

  List<TypeNode> inOrder() {
    return order.stream().filter(node -> form == SchemaForm.TITLED || isShared(node)).toList();
  }

  /** The node's name, made unlike those of other definitions where two types share theirs. */
  static String uniqueName(TypeNode node, List<TypeNode> definitions) {
    String name = nameOf(node);
    long before =
        definitions.stream()
            .takeWhile(other -> !other.equals(node))
            .filter(other -> nameOf(other).equals(name))
            .count();
    return before == 0 ? name : name + (before + 1);
  }

  private boolean isShared(TypeNode node) {
    return node instanceof RecordNode && uses.getOrDefault(node, 0) > 1;
  }

  private void count(TypeNode node) {
    switch (node) {
      case RecordNode each -> {
        if (uses.merge(each, 1, Integer::sum) == 1) {
          order.add(each);
          each.components().forEach(component -> count(component.slot().type()));
        }
      }
      case EnumNode each -> {
        if (uses.merge(each, 1, Integer::sum) == 1) {
          order.add(each);
        }
      }
      case ListNode list -> count(list.item().type());
      case OptionalNode optional -> count(optional.content().type());
      case ScalarNode ignored -> {}
    }
  }

  private static String nameOf(TypeNode node) {
    return switch (node) {
      case RecordNode each -> each.name();
      case EnumNode each -> each.name();
      default -> throw new IllegalStateException("only records and enums are defined by name");
    };
  }
}
