package org.atomicagents.testing.internal.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The minimum nesting depth of the values of a schema; {@link #INFINITE} if every value is endless.
 *
 * <p>The depth guides the choice of alternatives in recursive schemas, so that generation ends.
 */
final class MinimumDepth {
  static final int INFINITE = 30;

  private final RefResolver references;
  private final Map<Integer, Map<JsonNode, Boolean>> cache = new HashMap<>();

  MinimumDepth(RefResolver references) {
    this.references = references;
  }

  int minimumDepth(JsonNode schema) {
    int depth = 0;
    while (depth < INFINITE && !fitsWithin(schema, depth)) {
      depth++;
    }
    return depth;
  }

  int minimumDepth(List<JsonNode> schemas) {
    return schemas.stream().mapToInt(this::minimumDepth).max().orElse(0);
  }

  /** Returns whether some value of the schema has at most {@code levels} levels below it. */
  private boolean fitsWithin(JsonNode schema, int levels) {
    if (!schema.isObject() || schema.has("const") || schema.has("enum")) {
      return true;
    }
    if (levels < 0) {
      return false;
    }
    Map<JsonNode, Boolean> atLevel = cache.computeIfAbsent(levels, l -> new IdentityHashMap<>());
    Boolean known = atLevel.get(schema);
    if (known != null) {
      return known;
    }
    // If the schema is reached again at the same level, it is part of an endless cycle.
    atLevel.put(schema, false);
    boolean fits =
        fitsCombined(schema, levels)
            && requiredSubschemas(schema).stream().allMatch(s -> fitsWithin(s, levels - 1));
    atLevel.put(schema, fits);
    return fits;
  }

  private boolean fitsCombined(JsonNode schema, int levels) {
    if (schema.has("$ref")
        && !fitsWithin(references.resolve(schema.get("$ref").asString()), levels)) {
      return false;
    }
    for (JsonNode part : schema.path("allOf")) {
      if (!fitsWithin(part, levels)) {
        return false;
      }
    }
    for (String keyword : List.of("anyOf", "oneOf")) {
      JsonNode alternatives = schema.path(keyword);
      if (!alternatives.isEmpty()
          && alternatives.values().stream()
              .noneMatch(alternative -> fitsWithin(alternative, levels))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the schemas of the required properties and items. */
  private static List<JsonNode> requiredSubschemas(JsonNode schema) {
    var required = new ArrayList<JsonNode>();
    if (schema.path("type").isArray() && JsonType.allowedBy(schema).contains(JsonType.NULL)) {
      return required;
    }
    for (String name : JsonNodes.strings(schema.path("required"))) {
      required.addAll(PropertySchemas.of(schema, name));
    }
    int items = JsonNodes.integer(schema, "minItems", 0);
    JsonNode prefix = schema.path("prefixItems");
    for (int i = 0; i < Math.min(items, prefix.size()); i++) {
      required.add(prefix.get(i));
    }
    if (items > prefix.size() && schema.has("items")) {
      required.add(schema.get("items"));
    }
    if (schema.has("contains") && JsonNodes.integer(schema, "minContains", 1) > 0) {
      required.add(schema.get("contains"));
    }
    return required;
  }
}
