package org.atomicagents.testing.internal.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Finds the schemas of one property in an object schema. */
final class PropertySchemas {
  private PropertySchemas() {}

  /** Returns the schemas that apply to the property {@code name}; empty if none does. */
  static List<JsonNode> of(JsonNode schema, String name) {
    var schemas = new ArrayList<JsonNode>();
    if (schema.path("properties").has(name)) {
      schemas.add(schema.get("properties").get(name));
    }
    for (Map.Entry<String, JsonNode> entry : schema.path("patternProperties").properties()) {
      if (RegexKeyword.of(entry.getKey()).matches(name)) {
        schemas.add(entry.getValue());
      }
    }
    if (schemas.isEmpty() && schema.has("additionalProperties")) {
      schemas.add(schema.get("additionalProperties"));
    }
    return schemas;
  }
}
