package org.atomicagents.schema;

import org.atomicagents.internal.json.JsonPath;
import org.jspecify.annotations.Nullable;

/** Finds the place in a type tree to which a path such as {@code $.lines[2].sku} leads. */
final class Paths {
  private Paths() {}

  /**
   * The place.
   *
   * @throws IllegalArgumentException if the path is malformed, or leads nowhere or to places of
   *     different types
   */
  static Slot find(TypeNode root, String name, String path) {
    Slot place = Slot.of(root);
    for (JsonPath.Step step : JsonPath.parse(path).steps()) {
      place = below(place.type(), step);
      if (place == null) {
        throw new IllegalArgumentException(
            "expected a path that leads to a place of " + name + ", found \"" + path + "\"");
      }
    }
    return place;
  }

  /** One step down; null if it leads nowhere. */
  static @Nullable Slot below(TypeNode type, JsonPath.Step step) {
    return switch (type) {
      case OptionalNode optional -> below(optional.content().type(), step);
      case BranchNode branch -> below(branch.record(), step);
      case UnionNode union -> belowUnion(union, step);
      case RecordNode record when step instanceof JsonPath.Key key -> {
        RecordBody.Component component = record.component(key.name());
        yield component == null ? null : component.slot();
      }
      case ListNode list when step instanceof JsonPath.Index -> list.item();
      case MapNode map when step instanceof JsonPath.Key key ->
          map.key().read(key.name()) == null ? null : map.value();
      default -> null;
    };
  }

  /** Of several records the one that has the component; null if they differ in it. */
  private static @Nullable Slot belowUnion(UnionNode union, JsonPath.Step step) {
    Slot found = null;
    for (BranchNode branch : union.branches()) {
      Slot slot = below(branch, step);
      if (found != null && slot != null && !found.equals(slot)) {
        return null;
      }
      found = slot == null ? found : slot;
    }
    return found;
  }
}
