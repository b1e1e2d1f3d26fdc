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

/** Determines which types of a tree are written to {@code $defs} and referenced by name. */
final class SchemaDefinitions {
  private final RecordNode root;
  private final SchemaVariant variant;
  private final Map<TypeNode, Integer> useCounts = new LinkedHashMap<>();

  SchemaDefinitions(RecordNode root, SchemaVariant variant) {
    this.root = root;
    this.variant = variant;
    root.components().forEach(component -> count(component.slot().type()));
  }

  /** Returns the types in {@code $defs} with their unique names. */
  Map<TypeNode, String> names() {
    List<TypeNode> defined = useCounts.keySet().stream().filter(this::isDefined).toList();
    Map<TypeNode, String> names = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (TypeNode node : defined) {
      String name = OutputFormat.nameFrom(nameOf(node));
      String unique = name;
      for (int i = 2; !taken.add(unique); i++) {
        unique = name + i;
      }
      names.put(node, unique);
    }
    return names;
  }

  private boolean isDefined(TypeNode node) {
    return switch (node) {
      case EnumNode ignored -> variant == SchemaVariant.TITLED;
      // The root is counted only if a nested type refers to it, and is then written twice.
      case RecordNode record ->
          variant == SchemaVariant.TITLED || record == root || isShared(record);
      default -> variant == SchemaVariant.TITLED || isShared(node);
    };
  }

  private boolean isShared(TypeNode node) {
    return useCounts.getOrDefault(node, 0) > 1;
  }

  private void count(TypeNode node) {
    switch (node) {
      case RecordNode record -> {
        if (useCounts.merge(record, 1, Integer::sum) == 1 && record != root) {
          countComponents(record);
        }
      }
      case UnionMemberNode member -> {
        if (useCounts.merge(member, 1, Integer::sum) == 1) {
          countComponents(member.record());
        }
      }
      case EnumNode constants -> useCounts.merge(constants, 1, Integer::sum);
      case UnionNode union -> union.branches().forEach(this::count);
      case ListNode list -> count(list.item().type());
      case MapNode map -> count(map.value().type());
      case OptionalNode optional -> count(optional.content().type());
      case ScalarNode ignored -> {}
      case AnyNode ignored -> {}
    }
  }

  private void countComponents(RecordNode record) {
    record.components().forEach(component -> count(component.slot().type()));
  }

  private static String nameOf(TypeNode node) {
    return switch (node) {
      case RecordNode record -> record.name();
      case UnionMemberNode member -> member.record().name();
      case EnumNode constants -> constants.name();
      default -> throw new IllegalStateException("only records and enums are defined by name");
    };
  }
}
