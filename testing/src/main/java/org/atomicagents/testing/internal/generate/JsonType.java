package org.atomicagents.testing.internal.generate;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The types of JSON Schema; every integer is a number too. */
enum JsonType {
  STRING,
  INTEGER,
  NUMBER,
  BOOLEAN,
  OBJECT,
  ARRAY,
  NULL;

  static JsonType parse(String name) {
    for (JsonType type : values()) {
      if (type.name().equalsIgnoreCase(name)) {
        return type;
      }
    }
    throw new UnsatisfiableSchemaException("#", "the type \"" + name + "\" is unknown");
  }

  /** Returns the types that the keyword {@code type} of a schema allows; all if it is absent. */
  static Set<JsonType> allowedBy(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isMissingNode()) {
      return EnumSet.allOf(JsonType.class);
    }
    var allowed = EnumSet.noneOf(JsonType.class);
    for (String name : type.isArray() ? JsonNodes.strings(type) : List.of(type.asString())) {
      allowed.add(parse(name));
    }
    if (allowed.contains(NUMBER)) {
      allowed.add(INTEGER);
    }
    return allowed;
  }

  /** Returns whether a schema has a keyword that applies only to this type. */
  boolean isImpliedBy(JsonNode schema) {
    return keywords().stream().anyMatch(schema::has);
  }

  private List<String> keywords() {
    return switch (this) {
      case STRING -> List.of("minLength", "maxLength", "pattern", "format");
      case NUMBER ->
          List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");
      case OBJECT ->
          List.of(
              "properties",
              "required",
              "additionalProperties",
              "patternProperties",
              "propertyNames",
              "minProperties",
              "maxProperties",
              "dependentRequired",
              "dependentSchemas");
      case ARRAY ->
          List.of("items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems");
      case INTEGER, BOOLEAN, NULL -> List.of();
    };
  }
}
