package org.atomicagents.internal.schema.jsonschema;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.schema.SchemaVariant;

/** Which types of a tree stand in {@code $defs} and are referred to by name. */
final class SchemaDefinitions {
  private final RecordNode root;
  private final SchemaVariant form;
  private final Map<TypeNode, Integer> useCounts = new LinkedHashMap<>();

  SchemaDefinitions(RecordNode root, SchemaVariant form) {
    this.root = root;
    this.form = form;
    root.components().forEach(component -> count(component.slot().type()));
  }

  /** The types with the names under which they stand there, unlike one another. */
  Map<TypeNode, String> names() {
    List<TypeNode> defined = useCounts.keySet().stream().filter(this::isDefined).toList();
    Map<TypeNode, String> names = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (TypeNode node : defined) {
      String name = OutputFormat.nameFrom(nameOf(node));
      String free = name;
      for (int i = 2; !taken.add(free); i++) {
        free = name + i;
      }
      names.put(node, free);
    }
    return names;
  }

  private boolean isDefined(TypeNode node) {
    return switch (node) {
      case EnumNode ignored -> form == SchemaVariant.TITLED;
      // What the root itself is stands at the root besides.
      case RecordNode each -> form == SchemaVariant.TITLED || each == root || isShared(each);
      default -> form == SchemaVariant.TITLED || isShared(node);
    };
  }

  private boolean isShared(TypeNode node) {
    return useCounts.getOrDefault(node, 0) > 1;
  }

  private void count(TypeNode node) {
    switch (node) {
      case RecordNode each -> {
        if (useCounts.merge(each, 1, Integer::sum) == 1 && each != root) {
          countWithin(each);
        }
      }
      case UnionMemberNode each -> {
        if (useCounts.merge(each, 1, Integer::sum) == 1) {
          countWithin(each.record());
        }
      }
      case EnumNode each -> useCounts.merge(each, 1, Integer::sum);
      case UnionNode each -> each.branches().forEach(this::count);
      case ListNode list -> count(list.item().type());
      case MapNode map -> count(map.value().type());
      case OptionalNode optional -> count(optional.content().type());
      case ScalarNode ignored -> {}
      case AnyNode ignored -> {}
    }
  }

  private void countWithin(RecordNode record) {
    record.components().forEach(component -> count(component.slot().type()));
  }

  private static String nameOf(TypeNode node) {
    return switch (node) {
      case RecordNode each -> each.name();
      case UnionMemberNode each -> each.record().name();
      case EnumNode each -> each.name();
      default -> throw new IllegalStateException("only records and enums are defined by name");
    };
  }
}
