package org.atomicagents.testing.internal.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Finds the schemas that an object schema has for one property. */
final class PropertySchemas {
  private PropertySchemas() {}

  /** Returns the schemas that apply to the property {@code name}; empty if none does. */
  static List<JsonNode> of(JsonNode schema, String name) {
    var found = new ArrayList<JsonNode>();
    if (schema.path("properties").has(name)) {
      found.add(schema.get("properties").get(name));
    }
    for (Map.Entry<String, JsonNode> each : schema.path("patternProperties").properties()) {
      if (RegexKeyword.of(each.getKey()).matches(name)) {
        found.add(each.getValue());
      }
    }
    if (found.isEmpty() && schema.has("additionalProperties")) {
      found.add(schema.get("additionalProperties"));
    }
    return found;
  }
}
