package org.atomicagents.testing.internal;

import tools.jackson.databind.JsonNode;

/** The keywords that judge an array. */
final class ArrayRules {
  private final Checker checker;

  ArrayRules(Checker checker) {
    this.checker = checker;
  }

  boolean accept(JsonNode schema, JsonNode value) {
    return !value.isArray()
        || (value.size() >= Json.integer(schema, "minItems", 0)
            && value.size() <= Json.integer(schema, "maxItems", Integer.MAX_VALUE)
            && (!schema.path("uniqueItems").asBoolean(false) || isUnique(value))
            && acceptsItems(schema, value)
            && acceptsContained(schema, value));
  }

  private boolean acceptsItems(JsonNode schema, JsonNode value) {
    JsonNode prefix = schema.path("prefixItems");
    for (int i = 0; i < value.size(); i++) {
      JsonNode item = i < prefix.size() ? prefix.get(i) : schema.path("items");
      if (!item.isMissingNode() && !checker.accepts(item, value.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean acceptsContained(JsonNode schema, JsonNode value) {
    if (!schema.has("contains")) {
      return true;
    }
    int count = 0;
    for (JsonNode item : value) {
      if (checker.accepts(schema.get("contains"), item)) {
        count++;
      }
    }
    return count >= Json.integer(schema, "minContains", 1)
        && count <= Json.integer(schema, "maxContains", Integer.MAX_VALUE);
  }

  private static boolean isUnique(JsonNode value) {
    for (int i = 0; i < value.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (Json.equal(value.get(i), value.get(j))) {
          return false;
        }
      }
    }
    return true;
  }
}
