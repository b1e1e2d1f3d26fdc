package org.atomicagents.internal.schema.media;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.jspecify.annotations.Nullable;

/**
 * The types of a type tree whose values may contain media.
 *
 * <p>Immutable and thread-safe.
 */
public final class MediaTypes {
  private final Set<RecordNode> records;
  private final @Nullable String firstPath;

  private MediaTypes(Set<RecordNode> records, @Nullable String firstPath) {
    this.records = records;
    this.firstPath = firstPath;
  }

  /** Returns the types at or below a root. */
  public static MediaTypes findIn(TypeNode root) {
    Map<RecordNode, String> paths = new LinkedHashMap<>();
    collect(root, "$", paths);
    Map<RecordNode, Boolean> found = new HashMap<>();
    paths.keySet().stream().filter(RecordNode::isMedia).forEach(node -> found.put(node, true));
    if (found.isEmpty()) {
      return new MediaTypes(Set.of(), null);
    }
    String firstPath =
        paths.entrySet().stream()
            .filter(entry -> entry.getKey().isMedia())
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    var containing = new HashSet<>(found.keySet());
    int before;
    do {
      before = containing.size();
      for (RecordNode node : paths.keySet()) {
        boolean contains =
            node.components().stream()
                .anyMatch(component -> contains(component.slot().type(), containing));
        if (contains) {
          containing.add(node);
        }
      }
    } while (containing.size() > before); // a new one may be a component of others
    return new MediaTypes(containing, firstPath);
  }

  private static void collect(TypeNode node, String path, Map<RecordNode, String> paths) {
    switch (node) {
      case RecordNode record -> {
        if (paths.putIfAbsent(record, path) == null && !record.isMedia()) {
          for (RecordLayout.RecordProperty component : record.components()) {
            collect(component.slot().type(), path + component.segment(), paths);
          }
        }
      }
      case UnionMemberNode member -> collect(member.record(), path, paths);
      case UnionNode union -> union.branches().forEach(branch -> collect(branch, path, paths));
      case ListNode list -> collect(list.item().type(), path + "[]", paths);
      case MapNode map -> collect(map.value().type(), path + "{}", paths);
      case OptionalNode optional -> collect(optional.content().type(), path, paths);
      default -> {}
    }
  }

  private static boolean contains(TypeNode node, Set<RecordNode> records) {
    return switch (node) {
      case RecordNode record -> records.contains(record);
      case UnionMemberNode member -> records.contains(member.record());
      case UnionNode union ->
          union.branches().stream().anyMatch(branch -> records.contains(branch.record()));
      case ListNode list -> contains(list.item().type(), records);
      case MapNode map -> contains(map.value().type(), records);
      case OptionalNode optional -> contains(optional.content().type(), records);
      default -> false;
    };
  }

  /** Returns whether no value contains media. */
  public boolean isEmpty() {
    return records.isEmpty();
  }

  /**
   * Checks that the type contains no media, which a model cannot write.
   *
   * @param name the name of the type, for the message
   * @throws ConfigurationException if it does
   */
  public void requireNone(String name) {
    if (firstPath != null) {
      throw ConfigurationException.of(
          "%s: expected an output type without media, found one at %s. A model writes text: use a URI or a String, and create the medium in code."
              .formatted(name, firstPath));
    }
  }

  /** Returns whether the values of a type may contain media, or are media. */
  boolean contains(TypeNode node) {
    return contains(node, records);
  }
}
