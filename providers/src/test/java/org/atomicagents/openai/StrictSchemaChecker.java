package org.atomicagents.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A checker of OpenAI's rules for strict schemas, written from the documentation:
 * https://developers.openai.com/api/docs/guides/structured-outputs#supported-schemas.
 */
final class StrictSchemaChecker {
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "description",
          "title",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "enum",
          "const",
          "anyOf",
          "$ref",
          "$defs",
          "definitions",
          "pattern",
          "format",
          "multipleOf",
          "maximum",
          "exclusiveMaximum",
          "minimum",
          "exclusiveMinimum",
          "minItems",
          "maxItems",
          "minLength",
          "maxLength");
  private static final Set<String> FORMATS =
      Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");
  private static final int MAX_DEPTH = 10;
  private static final int MAX_PROPERTIES = 5_000;
  private static final int MAX_ENUM_VALUES = 1_000;

  private final List<String> violations = new ArrayList<>();
  private int properties;
  private int enumValues;

  private StrictSchemaChecker() {}

  /** Returns the violations of a schema, with their paths. */
  static List<String> check(JsonNode schema) {
    var checker = new StrictSchemaChecker();
    if (!schema.path("type").asString("").equals("object") || schema.has("anyOf")) {
      checker.violations.add("$: the root must be an object without anyOf");
    }
    checker.check(schema, "$", 1);
    if (checker.properties > MAX_PROPERTIES) {
      checker.violations.add("$: more than " + MAX_PROPERTIES + " properties");
    }
    if (checker.enumValues > MAX_ENUM_VALUES) {
      checker.violations.add("$: more than " + MAX_ENUM_VALUES + " enum values");
    }
    return checker.violations;
  }

  private void check(JsonNode schema, String path, int depth) {
    if (!schema.isObject()) {
      violations.add(path + ": a schema must be an object");
      return;
    }
    if (depth > MAX_DEPTH) {
      violations.add(path + ": more than " + MAX_DEPTH + " levels");
      return;
    }
    schema
        .propertyNames()
        .forEach(keyword -> {
          if (!KEYWORDS.contains(keyword)) {
            violations.add(path + ": keyword " + keyword + " is not supported");
          }
        });
    if (schema.has("format") && !FORMATS.contains(schema.get("format").asString(""))) {
      violations.add(path + ": format " + schema.get("format") + " is not supported");
    }
    enumValues += schema.path("enum").size();
    if (schema.path("type").asString("").equals("object") || schema.has("properties")) {
      checkObject(schema, path, depth);
    }
    if (schema.has("items")) {
      check(schema.get("items"), path + "[]", depth + 1);
    }
    for (JsonNode option : schema.path("anyOf")) {
      check(option, path, depth);
    }
    for (String definitions : List.of("$defs", "definitions")) {
      schema
          .path(definitions)
          .properties()
          .forEach(definition -> check(definition.getValue(), "#" + definition.getKey(), 1));
    }
  }

  private void checkObject(JsonNode schema, String path, int depth) {
    JsonNode additional = schema.path("additionalProperties");
    if (!additional.isBoolean() || additional.booleanValue()) {
      violations.add(path + ": additionalProperties must be false");
    }
    var required = new ArrayList<String>();
    schema.path("required").forEach(name -> required.add(name.asString()));
    for (var property : schema.path("properties").properties()) {
      properties++;
      if (!required.contains(property.getKey())) {
        violations.add(path + "." + property.getKey() + ": must be required");
      }
      check(property.getValue(), path + "." + property.getKey(), depth + 1);
    }
  }
}
