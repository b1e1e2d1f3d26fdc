package org.atomicagents.testing.internal.generate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Makes up arrays. */
final class ArrayGenerator {
  private static final int DEFAULT_MAX_ITEMS = 3;
  private static final int MAX_UNIQUE_TRIES = 20;

  private final ValueGenerator generator;
  private final MergedSchema merged;
  private final List<JsonNode> contains;

  ArrayGenerator(ValueGenerator generator, MergedSchema all) {
    this.generator = generator;
    this.merged = all;
    this.contains = all.keywordValues("contains");
  }

  JsonNode make() {
    int contained = minContained();
    int least = Math.max(merged.lowerLimit("minItems"), contained);
    int size = size(least, merged.upperLimit("maxItems"));
    boolean unique = merged.keywordValues("uniqueItems").stream().anyMatch(JsonNode::asBoolean);
    ArrayNode array = JsonNodes.NODES.arrayNode();
    // The contained ones stand last: prefixItems, if any, bind the first places.
    for (int i = 0; i < size && isAllowed(i); i++) {
      JsonNode item = makeItem(i, i >= size - contained, unique ? array : null);
      if (item == null) {
        break;
      }
      array.add(item);
    }
    return array;
  }

  private @Nullable JsonNode makeItem(int index, boolean contained, @Nullable ArrayNode before) {
    var schemas = new ArrayList<>(merged.itemSchemas(index));
    if (contained) {
      schemas.addAll(contains);
    }
    for (int i = 0; i < MAX_UNIQUE_TRIES; i++) {
      JsonNode item = generator.make(schemas, merged.path() + "/*");
      if (before == null || !JsonNodes.contains(before, item)) {
        return item;
      }
    }
    return null;
  }

  private boolean isAllowed(int index) {
    return merged.itemSchemas(index).stream()
        .noneMatch(item -> item.isBoolean() && !item.booleanValue());
  }

  private int minContained() {
    int contained = 0;
    for (JsonNode part : merged.parts()) {
      if (part.has("contains")) {
        contained = Math.max(contained, JsonNodes.integer(part, "minContains", 1));
      }
    }
    return contained;
  }

  private int size(int least, int most) {
    if (least > most) {
      throw new UnsatisfiableSchemaException(
          merged.path(), "at least " + least + " and at most " + most + " items are asked for");
    }
    if (generator.isFrugal()) {
      return least;
    }
    int declared =
        merged.keywordValues("prefixItems").stream().mapToInt(JsonNode::size).max().orElse(0);
    int some = Math.max(least, Math.min(most, Math.max(declared, DEFAULT_MAX_ITEMS)));
    int few = declared > 0 ? Math.min(some, declared) : Math.min(some, 1);
    return generator.draw().between(Math.max(least, few), some);
  }
}
