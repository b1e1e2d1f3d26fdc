package org.atomicagents.schema;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a record to show it while it is being read.
 *
 * @param blanks an argument of the constructor for each component of which nothing is known:
 *     collections and Optionals are empty, primitives 0 or false, all else null
 * @param needed the indexes of the components without which nothing is shown
 * @param byPlain the index of each component whose name is its own in every style
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record RecordGrowth(@Nullable Object[] blanks, int[] needed, Map<String, Integer> byPlain) {
  private static final int AMBIGUOUS = -1;

  static RecordGrowth of(RecordNode node) {
    List<RecordBody.Component> components = node.components();
    RecordComponent[] declared =
        node.type() == null ? new RecordComponent[0] : node.type().getRecordComponents();
    var blanks = new @Nullable Object[components.size()];
    var byPlain = new HashMap<String, Integer>();
    for (int i = 0; i < blanks.length; i++) {
      Class<?> type = declared.length == blanks.length ? declared[i].getType() : Object.class;
      blanks[i] = blank(components.get(i).slot().type(), type);
      byPlain.merge(
          NameMatcher.normalize(components.get(i).jsonName()), i, (one, other) -> AMBIGUOUS);
    }
    int[] needed =
        IntStream.range(0, blanks.length)
            .filter(i -> components.get(i).slot().constraints().notNull())
            .toArray();
    return new RecordGrowth(blanks, needed, byPlain);
  }

  int similar(String key) {
    return byPlain.getOrDefault(NameMatcher.normalize(key), AMBIGUOUS);
  }

  private static @Nullable Object blank(TypeNode node, Class<?> type) {
    if (type.isPrimitive()) {
      return Array.get(Array.newInstance(type, 1), 0);
    }
    return switch (node) {
      case OptionalNode optional -> optional.empty();
      case ListNode list when list.kind() != ListNode.Kind.JSON -> list.of(List.of());
      case MapNode map when !map.key().inTree() -> map.key().map(Map.of());
      default -> null;
    };
  }
}
