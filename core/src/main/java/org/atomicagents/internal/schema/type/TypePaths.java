package org.atomicagents.internal.schema.type;

import org.atomicagents.internal.json.JsonPath;
import org.jspecify.annotations.Nullable;

/** Resolves paths such as {@code $.lines[2].sku} in a type tree. */
public final class TypePaths {
  private TypePaths() {}

  /**
   * Returns the use of a type at a path.
   *
   * @param name the name of the root type, for messages
   * @throws IllegalArgumentException if the path is malformed, does not exist in the type, or has
   *     different types in the records of a union
   */
  public static TypeUse find(TypeNode root, String name, String path) {
    TypeUse slot = TypeUse.of(root);
    for (JsonPath.Step step : JsonPath.parse(path).steps()) {
      slot = childOf(slot.type(), step);
      if (slot == null) {
        throw new IllegalArgumentException(
            "expected a path that exists in " + name + ", found \"" + path + "\"");
      }
    }
    return slot;
  }

  /** Returns the child at one step; null if there is none. */
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

  /** Returns the child in the records of a union that have it; null if its types differ. */
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
