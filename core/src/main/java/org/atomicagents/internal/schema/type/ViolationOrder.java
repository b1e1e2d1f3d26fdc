package org.atomicagents.internal.schema.type;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/** The order of violations by the declaration of a type, whatever order they were found in. */
public final class ViolationOrder {
  private final TypeNode root;

  public ViolationOrder(TypeNode root) {
    this.root = root;
  }

  /** Returns the violations in the order of the type's declaration. */
  public List<Violation> sort(List<Violation> violations) {
    if (violations.size() < 2) {
      return violations;
    }
    List<int[]> ranks = violations.stream().map(violation -> rank(violation.path())).toList();
    return IntStream.range(0, ranks.size())
        .boxed()
        .sorted(Comparator.comparing(ranks::get, ViolationOrder::compare))
        .map(violations::get)
        .toList();
  }

  // A value precedes its parts.
  private static int compare(int[] one, int[] other) {
    return java.util.Arrays.compare(one, other);
  }

  private int[] rank(String path) {
    var ranks = new ArrayList<Integer>();
    TypeNode node = root;
    for (JsonPath.Step step : steps(path)) {
      TypeUse slot = node == null ? null : TypePaths.childOf(node, step);
      ranks.add(node == null ? Integer.MAX_VALUE : rank(node, step));
      node = slot == null ? null : slot.type();
    }
    return ranks.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<JsonPath.Step> steps(String path) {
    try {
      return JsonPath.parse(path).steps();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private static int rank(@Nullable TypeNode node, JsonPath.Step step) {
    return switch (step) {
      case JsonPath.Index index -> index.index();
      case JsonPath.Key key -> {
        TypeNode content = node instanceof OptionalNode optional ? optional.content().type() : node;
        yield content instanceof RecordNode record
            ? indexIn(record, key.name())
            : Integer.MAX_VALUE;
      }
    };
  }

  private static int indexIn(RecordNode record, String name) {
    List<RecordLayout.RecordProperty> components = record.components();
    for (int i = 0; i < components.size(); i++) {
      if (components.get(i).jsonName().equals(name)) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }
}
