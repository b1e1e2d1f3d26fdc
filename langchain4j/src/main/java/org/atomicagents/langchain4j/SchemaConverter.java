package org.atomicagents.langchain4j;

import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.error.ConfigurationException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A converter of JSON Schemas to the elements of LangChain4j.
 *
 * <p>An element has a type, a description and its children. Constraints become a part of the
 * description, as in {@code Age (minimum: 0)}. A part of a schema that no element can express, such
 * as the values of a map, becomes a {@link JsonRawSchema}. Up to {@value #MAX_CACHED} schemas are
 * remembered; when that limit is reached, all are discarded. Thread-safe.
 */
final class SchemaConverter {
  private static final int MAX_CACHED = 1_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DEFINITIONS = "#/$defs/";

  private final boolean isRaw;
  private final Map<String, JsonSchemaElement> converted = new ConcurrentHashMap<>();

  SchemaConverter(boolean isRaw) {
    this.isRaw = isRaw;
  }

  /** Returns the root element of a schema; raw if no element can express it. */
  JsonSchemaElement root(String schema) {
    if (isRaw) {
      return JsonRawSchema.from(schema);
    }
    JsonSchemaElement known = converted.get(schema);
    if (known == null) {
      known = element(read(schema), true);
      if (converted.size() >= MAX_CACHED) {
        converted.clear();
      }
      converted.put(schema, known);
    }
    return known;
  }

  /**
   * Returns the parameters of a tool, which are elements even if schemas are sent as text: there is
   * no other form.
   *
   * @throws ConfigurationException if the schema is none of an object
   */
  JsonObjectSchema parameters(String tool, String schema) {
    if (isRaw) {
      return object(tool, RawProperties.of(read(schema)));
    }
    return object(tool, root(schema));
  }

  private static JsonObjectSchema object(String tool, JsonSchemaElement element) {
    if (element instanceof JsonObjectSchema object) {
      return object;
    }
    throw ConfigurationException.of(
        "Tool '%s': expected a schema of type object with properties, found another one.\nDeclare the input of the tool as a record."
            .formatted(tool));
  }

  private static JsonNode read(String schema) {
    try {
      return JSON.readTree(schema);
    } catch (JacksonException e) {
      throw ConfigurationException.of(
          "A schema is no valid JSON: " + e.getOriginalMessage() + ".\nCorrect the schema.");
    }
  }

  private JsonSchemaElement element(JsonNode node, boolean isRoot) {
    if (!(node instanceof ObjectNode schema)) {
      return raw(node);
    }
    if (schema.has("$ref")) {
      return reference(schema);
    }
    if (schema.has("anyOf") || schema.has("oneOf")) {
      return union(schema);
    }
    if (schema.has("enum") || schema.has("const")) {
      return constants(schema);
    }
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      return severalTypes(schema, type);
    }
    String name = type.isString() ? type.stringValue() : "";
    return switch (name) {
      case "array" -> array(schema);
      case "object" -> object(schema, isRoot);
      default -> ElementKeywords.isPlain(schema) ? scalar(schema, name) : raw(schema);
    };
  }

  private static JsonSchemaElement scalar(ObjectNode schema, String type) {
    String description = ElementKeywords.description(schema);
    return switch (type) {
      case "string" -> JsonStringSchema.builder().description(description).build();
      case "integer" -> JsonIntegerSchema.builder().description(description).build();
      case "number" -> JsonNumberSchema.builder().description(description).build();
      case "boolean" -> JsonBooleanSchema.builder().description(description).build();
      case "null" -> new JsonNullSchema();
      default -> raw(schema);
    };
  }

  private JsonSchemaElement reference(ObjectNode schema) {
    JsonNode target = schema.path("$ref");
    if (!target.isString()
        || !target.stringValue().startsWith(DEFINITIONS)
        || !ElementKeywords.hasOnly(schema, Set.of("$ref"))) {
      return raw(schema);
    }
    JsonReferenceSchema reference =
        JsonReferenceSchema.builder()
            .reference(target.stringValue().substring(DEFINITIONS.length()))
            .build();
    String description = ElementKeywords.description(schema);
    // A reference has no description of its own.
    return description == null
        ? reference
        : JsonAnyOfSchema.builder().description(description).anyOf(List.of(reference)).build();
  }

  private JsonSchemaElement union(ObjectNode schema) {
    String keyword = schema.has("anyOf") ? "anyOf" : "oneOf";
    JsonNode branches = schema.path(keyword);
    if (!branches.isArray()
        || branches.isEmpty()
        || !ElementKeywords.hasOnly(schema, Set.of(keyword))) {
      return raw(schema);
    }
    var elements = new ArrayList<JsonSchemaElement>(branches.size());
    branches.forEach(branch -> elements.add(element(branch, false)));
    return JsonAnyOfSchema.builder()
        .description(ElementKeywords.description(schema))
        .anyOf(elements)
        .build();
  }

  private static JsonSchemaElement constants(ObjectNode schema) {
    JsonNode values = schema.path("enum");
    var texts = new ArrayList<String>();
    boolean areTexts = true;
    for (JsonNode value : values.isArray() ? values : List.of(schema.path("const"))) {
      areTexts &= value.isString();
      texts.add(value.asString(""));
    }
    JsonNode type = schema.path("type");
    boolean isText =
        type.isMissingNode() || (type.isString() && type.stringValue().equals("string"));
    if (!areTexts
        || !isText
        || texts.isEmpty()
        || schema.has("enum") == schema.has("const")
        || !ElementKeywords.hasOnly(schema, Set.of("type", "enum", "const"))) {
      return raw(schema);
    }
    return JsonEnumSchema.builder()
        .description(ElementKeywords.description(schema))
        .enumValues(texts)
        .build();
  }

  private JsonSchemaElement severalTypes(ObjectNode schema, JsonNode types) {
    if (types.isEmpty()) {
      return raw(schema);
    }
    var elements = new ArrayList<JsonSchemaElement>(types.size());
    for (JsonNode type : types) {
      ObjectNode single = schema.deepCopy();
      ElementKeywords.removeTexts(single);
      single.set("type", type);
      boolean isNull = type.isString() && type.stringValue().equals("null");
      elements.add(isNull ? new JsonNullSchema() : element(single, false));
    }
    return JsonAnyOfSchema.builder()
        .description(ElementKeywords.text(schema))
        .anyOf(elements)
        .build();
  }

  private JsonSchemaElement array(ObjectNode schema) {
    JsonNode items = schema.path("items");
    if (!items.isObject()
        || !ElementKeywords.hasOnlyOrConstraints(schema, Set.of("type", "items"))) {
      return raw(schema);
    }
    return JsonArraySchema.builder()
        .description(ElementKeywords.description(schema))
        .items(element(items, false))
        .build();
  }

  private JsonSchemaElement object(ObjectNode schema, boolean isRoot) {
    JsonNode properties = schema.path("properties");
    JsonNode additional = schema.path("additionalProperties");
    boolean hasDefinitions = schema.has("$defs");
    if (!(properties.isObject() || properties.isMissingNode())
        || !(additional.isBoolean() || additional.isMissingNode())
        || (hasDefinitions && !isRoot)
        || !ElementKeywords.hasOnlyOrConstraints(
            schema, Set.of("type", "properties", "required", "additionalProperties", "$defs"))) {
      return raw(schema);
    }
    var builder =
        JsonObjectSchema.builder()
            .description(ElementKeywords.description(schema))
            .addProperties(elements(properties))
            .required(ElementKeywords.required(schema));
    if (additional.isBoolean()) {
      builder.additionalProperties(additional.booleanValue());
    }
    if (hasDefinitions) {
      builder.definitions(elements(schema.path("$defs")));
    }
    return builder.build();
  }

  private Map<String, JsonSchemaElement> elements(JsonNode named) {
    var elements = new LinkedHashMap<String, JsonSchemaElement>();
    named
        .properties()
        .forEach(entry -> elements.put(entry.getKey(), element(entry.getValue(), false)));
    return elements;
  }

  private static JsonRawSchema raw(JsonNode schema) {
    return JsonRawSchema.from(schema.toString());
  }
}
