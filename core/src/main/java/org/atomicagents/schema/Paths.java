package org.atomicagents.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the place in a type tree to which a path such as {@code $.lines[2].sku} leads. */
final class Paths {
  private Paths() {}

  /**
   * The place.
   *
   * @throws IllegalArgumentException if the path is malformed, or leads nowhere or to several
   */
  static Slot find(TypeNode root, String path) {
    Slot place = Slot.of(root);
    for (String step : steps(path)) {
      Slot next = below(place.type(), step);
      if (next == null) {
        throw new IllegalArgumentException(
            "path: expected one that leads somewhere, found %s (at %s)".formatted(path, step));
      }
      place = next;
    }
    return place;
  }

  private static @Nullable Slot below(TypeNode type, String step) {
    return switch (type) {
      case RecordNode record -> {
        RecordBody.Component component = record.component(step);
        yield component == null ? null : component.slot();
      }
      case BranchNode branch -> below(branch.record(), step);
      case UnionNode union -> belowUnion(union, step);
      case ListNode list -> isIndex(step) ? list.item() : null;
      case MapNode map -> map.key().read(step) == null ? null : map.value();
      case OptionalNode optional -> below(optional.content().type(), step);
      case AnyNode any -> Slot.of(any);
      case EnumNode ignored -> null;
      case ScalarNode ignored -> null;
    };
  }

  /** Of several records the one that has the component; null if they differ in it. */
  private static @Nullable Slot belowUnion(UnionNode union, String step) {
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

  private static boolean isIndex(String step) {
    return !step.isEmpty() && step.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The keys and indexes of a path, in order. */
  static List<String> steps(String path) {
    if (!path.startsWith("$")) {
      throw malformed(path);
    }
    var steps = new ArrayList<String>();
    int at = 1;
    while (at < path.length()) {
      int end;
      if (path.startsWith("[\"", at)) {
        end = path.indexOf("\"]", at);
        if (end < 0) {
          throw malformed(path);
        }
        steps.add(path.substring(at + 2, end));
        at = end + 2;
      } else if (path.charAt(at) == '[') {
        end = path.indexOf(']', at);
        if (end < 0) {
          throw malformed(path);
        }
        steps.add(path.substring(at + 1, end));
        at = end + 1;
      } else if (path.charAt(at) == '.') {
        end = at + 1;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
          end++;
        }
        steps.add(path.substring(at + 1, end));
        at = end;
      } else {
        throw malformed(path);
      }
    }
    return steps;
  }

  private static IllegalArgumentException malformed(String path) {
    return new IllegalArgumentException(
        "path: expected one as in $.lines[2].sku, found \"" + path + "\"");
  }
}
