package org.atomicagents.internal.schema.type;

import org.atomicagents.internal.json.JsonPath;
import org.jspecify.annotations.Nullable;

/** Finds the place in a type tree to which a path such as {@code $.lines[2].sku} leads. */
public final class TypePaths {
  private TypePaths() {}

  /**
   * The place.
   *
   * @throws IllegalArgumentException if the path is malformed, or leads nowhere or to places of
   *     different types
   */
  public static TypeUse find(TypeNode root, String name, String path) {
    TypeUse place = TypeUse.of(root);
    for (JsonPath.Step step : JsonPath.parse(path).steps()) {
      place = childOf(place.type(), step);
      if (place == null) {
        throw new IllegalArgumentException(
            "expected a path that leads to a place of " + name + ", found \"" + path + "\"");
      }
    }
    return place;
  }

  /** One step down; null if it leads nowhere. */
  static @Nullable TypeUse childOf(TypeNode type, JsonPath.Step step) {
    return switch (type) {
      case OptionalNode optional -> childOf(optional.content().type(), step);
      case UnionMemberNode branch -> childOf(branch.record(), step);
      case UnionNode union -> childOfUnion(union, step);
      case RecordNode record when step instanceof JsonPath.Key key -> {
        RecordLayout.RecordProperty component = record.component(key.name());
        yield component == null ? null : component.slot();
      }
      case ListNode list when step instanceof JsonPath.Index -> list.item();
      case MapNode map when step instanceof JsonPath.Key key ->
          map.key().parse(key.name()) == null ? null : map.value();
      default -> null;
    };
  }

  /** Of several records the one that has the component; null if they differ in it. */
  private static @Nullable TypeUse childOfUnion(UnionNode union, JsonPath.Step step) {
    TypeUse found = null;
    for (UnionMemberNode branch : union.branches()) {
      TypeUse slot = childOf(branch, step);
      if (found != null && slot != null && !found.equals(slot)) {
        return null;
      }
      found = slot == null ? found : slot;
    }
    return found;
  }
}
