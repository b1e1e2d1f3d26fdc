package org.atomicagents.testing.internal.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * How deep the flattest value of a schema is; what can't come to an end is {@link #ENDLESS}.
 *
 * <p>Where a schema refers to itself, this leads the way out.
 */
final class MinimumDepth {
  static final int ENDLESS = 30;

  private final RefResolver references;
  private final Map<Integer, Map<JsonNode, Boolean>> cache = new HashMap<>();

  MinimumDepth(RefResolver references) {
    this.references = references;
  }

  int minimumDepth(JsonNode schema) {
    int height = 0;
    while (height < ENDLESS && !fitsWithin(schema, height)) {
      height++;
    }
    return height;
  }

  int minimumDepth(List<JsonNode> schemas) {
    return schemas.stream().mapToInt(this::minimumDepth).max().orElse(0);
  }

  /** Whether some value needs no more levels below it than {@code levels}. */
  private boolean fitsWithin(JsonNode schema, int levels) {
    if (!schema.isObject() || schema.has("const") || schema.has("enum")) {
      return true;
    }
    if (levels < 0) {
      return false;
    }
    Map<JsonNode, Boolean> atLevel = cache.computeIfAbsent(levels, l -> new IdentityHashMap<>());
    Boolean before = atLevel.get(schema);
    if (before != null) {
      return before;
    }
    // Met again on the way down without a level in between: a circle that never ends.
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
    for (JsonNode each : schema.path("allOf")) {
      if (!fitsWithin(each, levels)) {
        return false;
      }
    }
    for (String keyword : List.of("anyOf", "oneOf")) {
      JsonNode alternatives = schema.path(keyword);
      if (!alternatives.isEmpty()
          && alternatives.values().stream().noneMatch(each -> fitsWithin(each, levels))) {
        return false;
      }
    }
    return true;
  }

  /** The schemas of the values that can't be left out. */
  private static List<JsonNode> requiredSubschemas(JsonNode schema) {
    var below = new ArrayList<JsonNode>();
    if (schema.path("type").isArray() && JsonType.allowedBy(schema).contains(JsonType.NULL)) {
      return below;
    }
    for (String name : JsonNodes.strings(schema.path("required"))) {
      below.addAll(PropertySchemas.of(schema, name));
    }
    int items = JsonNodes.integer(schema, "minItems", 0);
    JsonNode prefix = schema.path("prefixItems");
    for (int i = 0; i < Math.min(items, prefix.size()); i++) {
      below.add(prefix.get(i));
    }
    if (items > prefix.size() && schema.has("items")) {
      below.add(schema.get("items"));
    }
    if (schema.has("contains") && JsonNodes.integer(schema, "minContains", 1) > 0) {
      below.add(schema.get("contains"));
    }
    return below;
  }
}
