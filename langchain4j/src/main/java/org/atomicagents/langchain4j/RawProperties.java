package org.atomicagents.langchain4j;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A converter of the schema of an object to an element whose properties are text. */
final class RawProperties {
  private RawProperties() {}

  /** Returns the element; the whole schema as text if it is none of an object. */
  static JsonSchemaElement of(JsonNode node) {
    if (!(node instanceof ObjectNode schema) || !schema.path("properties").isObject()) {
      return JsonRawSchema.from(node.toString());
    }
    var builder =
        JsonObjectSchema.builder()
            .description(ElementKeywords.description(schema))
            .addProperties(raw(schema.path("properties")))
            .required(ElementKeywords.required(schema));
    Map<String, JsonSchemaElement> definitions = raw(schema.path("$defs"));
    if (!definitions.isEmpty()) {
      builder.definitions(definitions);
    }
    JsonNode additional = schema.path("additionalProperties");
    if (additional.isBoolean()) {
      builder.additionalProperties(additional.booleanValue());
    }
    return builder.build();
  }

  private static Map<String, JsonSchemaElement> raw(JsonNode named) {
    var texts = new LinkedHashMap<String, JsonSchemaElement>();
    named
        .properties()
        .forEach(
            entry -> texts.put(entry.getKey(), JsonRawSchema.from(entry.getValue().toString())));
    return texts;
  }
}
