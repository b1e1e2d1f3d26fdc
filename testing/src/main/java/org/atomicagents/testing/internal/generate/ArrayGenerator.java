package org.atomicagents.testing.internal.generate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Generates arrays. */
final class ArrayGenerator {
  private static final int DEFAULT_MAX_ITEMS = 3;
  private static final int MAX_UNIQUE_TRIES = 20;

  private final ValueGenerator generator;
  private final MergedSchema schema;
  private final List<JsonNode> contains;

  ArrayGenerator(ValueGenerator generator, MergedSchema schema) {
    this.generator = generator;
    this.schema = schema;
    this.contains = schema.keywordValues("contains");
  }

  JsonNode generate() {
    int minContained = minContained();
    int minItems = Math.max(schema.lowerLimit("minItems"), minContained);
    int size = size(minItems, schema.upperLimit("maxItems"));
    boolean unique = schema.keywordValues("uniqueItems").stream().anyMatch(JsonNode::asBoolean);
    ArrayNode array = JsonNodes.NODES.arrayNode();
    // Items for "contains" are generated last, since prefixItems apply to the first items.
    for (int i = 0; i < size && isAllowed(i); i++) {
      JsonNode item = generateItem(i, i >= size - minContained, unique ? array : null);
      if (item == null) {
        break;
      }
      array.add(item);
    }
    return array;
  }

  private @Nullable JsonNode generateItem(
      int index, boolean contained, @Nullable ArrayNode differentFrom) {
    var schemas = new ArrayList<>(schema.itemSchemas(index));
    if (contained) {
      schemas.addAll(contains);
    }
    for (int i = 0; i < MAX_UNIQUE_TRIES; i++) {
      JsonNode item = generator.generate(schemas, schema.path() + "/*");
      if (differentFrom == null || !JsonNodes.contains(differentFrom, item)) {
        return item;
      }
    }
    return null;
  }

  private boolean isAllowed(int index) {
    return schema.itemSchemas(index).stream()
        .noneMatch(itemSchema -> itemSchema.isBoolean() && !itemSchema.booleanValue());
  }

  private int minContained() {
    int minContained = 0;
    for (JsonNode part : schema.parts()) {
      if (part.has("contains")) {
        minContained = Math.max(minContained, JsonNodes.integer(part, "minContains", 1));
      }
    }
    return minContained;
  }

  private int size(int minItems, int maxItems) {
    if (minItems > maxItems) {
      throw new UnsatisfiableSchemaException(
          schema.path(),
          "at least " + minItems + " items are required, at most " + maxItems + " are allowed");
    }
    if (generator.isMinimal()) {
      return minItems;
    }
    int declared =
        schema.keywordValues("prefixItems").stream().mapToInt(JsonNode::size).max().orElse(0);
    int maxSize = Math.max(minItems, Math.min(maxItems, Math.max(declared, DEFAULT_MAX_ITEMS)));
    int minSize = declared > 0 ? Math.min(maxSize, declared) : Math.min(maxSize, 1);
    return generator.random().between(Math.max(minItems, minSize), maxSize);
  }
}
