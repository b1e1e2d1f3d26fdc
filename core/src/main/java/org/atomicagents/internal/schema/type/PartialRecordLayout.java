package org.atomicagents.internal.schema.type;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The data needed to build partial instances of a record.
 *
 * @param blankArguments the constructor arguments for absent components: collections and Optionals
 *     are empty, primitives 0 or false, all others null
 * @param streamNotNullIndexes the indexes of the components that a partial instance requires
 * @param indexesByNormalizedName the indexes of the components by normalized name; negative if
 *     several components have the same normalized name
 */
@SuppressWarnings("ArrayRecordComponent") // instances are never compared
record PartialRecordLayout(
    @Nullable Object[] blankArguments,
    int[] streamNotNullIndexes,
    Map<String, Integer> indexesByNormalizedName) {
  private static final int AMBIGUOUS = -1;

  static PartialRecordLayout of(RecordNode node) {
    List<RecordLayout.RecordProperty> components = node.components();
    RecordComponent[] declared =
        node.type() == null || node.isMedia()
            ? new RecordComponent[0]
            : node.type().getRecordComponents();
    var blanks = new @Nullable Object[components.size()];
    var indexesByName = new HashMap<String, Integer>();
    for (int i = 0; i < blanks.length; i++) {
      Class<?> type = declared.length == blanks.length ? declared[i].getType() : Object.class;
      blanks[i] = blankArgument(components.get(i).slot().type(), type);
      indexesByName.merge(
          NameMatcher.normalize(components.get(i).jsonName()), i, (one, other) -> AMBIGUOUS);
    }
    int[] notNullIndexes =
        IntStream.range(0, blanks.length)
            .filter(i -> components.get(i).slot().constraints().streamNotNull())
            .toArray();
    return new PartialRecordLayout(blanks, notNullIndexes, indexesByName);
  }

  int indexOfSimilar(String key) {
    return indexesByNormalizedName.getOrDefault(NameMatcher.normalize(key), AMBIGUOUS);
  }

  private static @Nullable Object blankArgument(TypeNode node, Class<?> type) {
    if (type.isPrimitive()) {
      return Array.get(Array.newInstance(type, 1), 0);
    }
    return switch (node) {
      case OptionalNode optional -> optional.empty();
      case ListNode list when !list.isTree() -> list.toValue(List.of());
      case MapNode map when !map.key().isJsonTree() -> map.key().toMap(Map.of());
      default -> null;
    };
  }
}
