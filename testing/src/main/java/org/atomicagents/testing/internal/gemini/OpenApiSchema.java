package org.atomicagents.testing.internal.gemini;

import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Gemini's own form of schemas, with types in upper case and {@code nullable}. */
final class OpenApiSchema {
  private OpenApiSchema() {}

  /** Returns the JSON Schema for a schema in Gemini's form. */
  static ObjectNode toJsonSchema(JsonNode schema) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      JsonNode value = keyword.getValue();
      switch (keyword.getKey()) {
        case "type" -> result.put("type", value.asString("").toLowerCase(Locale.ROOT));
        case "items" -> result.set("items", toJsonSchema(value));
        case "anyOf" -> {
          ArrayNode options = result.putArray("anyOf");
          value.values().forEach(option -> options.add(toJsonSchema(option)));
        }
        case "properties" -> {
          ObjectNode properties = result.putObject("properties");
          value.properties().forEach(p -> properties.set(p.getKey(), toJsonSchema(p.getValue())));
        }
        // Counts are texts in Google's JSON.
        case "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties" ->
            result.put(keyword.getKey(), value.asInt(0));
        case "nullable", "propertyOrdering", "example", "default" -> {}
        default -> result.set(keyword.getKey(), value);
      }
    }
    if (schema.path("nullable").asBoolean(false) && result.path("type").isString()) {
      String type = result.get("type").stringValue();
      result.putArray("type").add(type).add("null");
    }
    return result;
  }
}
