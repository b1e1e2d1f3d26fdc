package org.atomicagents.testing.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The keywords that judge an object. */
final class ObjectRules {
  private final Checker checker;

  ObjectRules(Checker checker) {
    this.checker = checker;
  }

  /** What one schema says of the property {@code name}; empty if it says nothing. */
  static List<JsonNode> of(JsonNode schema, String name) {
    var said = new ArrayList<JsonNode>();
    if (schema.path("properties").has(name)) {
      said.add(schema.get("properties").get(name));
    }
    for (Map.Entry<String, JsonNode> each : schema.path("patternProperties").properties()) {
      if (Patterns.of(each.getKey()).matches(name)) {
        said.add(each.getValue());
      }
    }
    if (said.isEmpty() && schema.has("additionalProperties")) {
      said.add(schema.get("additionalProperties"));
    }
    return said;
  }

  boolean accept(JsonNode schema, JsonNode value) {
    return !value.isObject()
        || (value.size() >= Json.integer(schema, "minProperties", 0)
            && value.size() <= Json.integer(schema, "maxProperties", Integer.MAX_VALUE)
            && hasAll(value, schema.path("required"))
            && acceptsProperties(schema, value)
            && acceptsDependents(schema, value));
  }

  private boolean acceptsProperties(JsonNode schema, JsonNode value) {
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      String name = property.getKey();
      if (!checker.accepts(of(schema, name), property.getValue())
          || (schema.has("propertyNames")
              && !checker.accepts(schema.get("propertyNames"), Json.NODES.stringNode(name)))) {
        return false;
      }
    }
    return true;
  }

  private boolean acceptsDependents(JsonNode schema, JsonNode value) {
    for (var each : schema.path("dependentRequired").properties()) {
      if (value.has(each.getKey()) && !hasAll(value, each.getValue())) {
        return false;
      }
    }
    for (var each : schema.path("dependentSchemas").properties()) {
      if (value.has(each.getKey()) && !checker.accepts(each.getValue(), value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasAll(JsonNode value, JsonNode names) {
    return Json.strings(names).stream().allMatch(value::has);
  }
}
