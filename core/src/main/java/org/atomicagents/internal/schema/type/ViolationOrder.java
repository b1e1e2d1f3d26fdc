package org.atomicagents.internal.schema.type;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/** Puts violations into the order of a type's declaration, whatever the order of their finding. */
public final class ViolationOrder {
  private final TypeNode root;

  public ViolationOrder(TypeNode root) {
    this.root = root;
  }

  public List<Violation> sort(List<Violation> violations) {
    if (violations.size() < 2) {
      return violations;
    }
    List<int[]> ranks = violations.stream().map(each -> rank(each.path())).toList();
    return IntStream.range(0, ranks.size())
        .boxed()
        .sorted(Comparator.comparing(ranks::get, ViolationOrder::compare))
        .map(violations::get)
        .toList();
  }

  // A place stands before what lies within it.
  private static int compare(int[] one, int[] other) {
    return java.util.Arrays.compare(one, other);
  }

  private int[] rank(String path) {
    var ranks = new ArrayList<Integer>();
    TypeNode at = root;
    for (JsonPath.Step step : steps(path)) {
      TypeUse slot = at == null ? null : TypePaths.childOf(at, step);
      ranks.add(at == null ? Integer.MAX_VALUE : rank(at, step));
      at = slot == null ? null : slot.type();
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

  private static int rank(@Nullable TypeNode at, JsonPath.Step step) {
    return switch (step) {
      case JsonPath.Index index -> index.index();
      case JsonPath.Key key -> {
        TypeNode node = at instanceof OptionalNode optional ? optional.content().type() : at;
        yield node instanceof RecordNode record ? indexIn(record, key.name()) : Integer.MAX_VALUE;
      }
    };
  }

  private static int indexIn(RecordNode record, String name) {
    List<RecordLayout.RecordProperty> all = record.components();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).jsonName().equals(name)) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }
}
