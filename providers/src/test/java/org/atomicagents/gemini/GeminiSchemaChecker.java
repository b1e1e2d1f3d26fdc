package org.atomicagents.gemini;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A checker of schemas, written from the description of {@code responseJsonSchema} at
 * https://ai.google.dev/api/generate-content#GenerationConfig.
 */
final class GeminiSchemaChecker {
  private static final Set<String> KEYWORDS =
      Set.of(
          "$id",
          "$defs",
          "$ref",
          "$anchor",
          "type",
          "format",
          "title",
          "description",
          "enum",
          "items",
          "prefixItems",
          "minItems",
          "maxItems",
          "minimum",
          "maximum",
          "anyOf",
          "oneOf",
          "properties",
          "additionalProperties",
          "required",
          "propertyOrdering");

  private final JsonNode root;
  private final List<String> violations = new ArrayList<>();

  private GeminiSchemaChecker(JsonNode root) {
    this.root = root;
  }

  /** Returns the violations; empty if Google accepts the schema. */
  static List<String> violations(JsonNode schema) {
    var checker = new GeminiSchemaChecker(schema);
    checker.check(schema);
    checker.followRequired(schema, new HashSet<>());
    return checker.violations;
  }

  private void require(boolean isValid, String rule) {
    if (!isValid) {
      violations.add(rule);
    }
  }

  private void check(JsonNode schema) {
    if (schema.isBoolean()) {
      return;
    }
    require(KEYWORDS.containsAll(schema.propertyNames()), "known keywords");
    if (schema.has("$ref")) {
      boolean isAlone = schema.propertyNames().stream().allMatch(name -> name.startsWith("$"));
      require(isAlone, "a reference without other keywords");
      require(resolve(schema).isObject(), "a reference to a definition");
    }
    for (JsonNode value : schema.path("enum")) {
      require(value.isString() || value.isNumber(), "texts or numbers in an enum");
    }
    if (schema.path("type").asString("").equals("string") && schema.has("format")) {
      require(
          Set.of("date-time", "date", "time").contains(schema.path("format").asString()),
          "a known format");
    }
    schema.path("properties").forEach(this::check);
    schema.path("$defs").forEach(this::check);
    schema.path("anyOf").forEach(this::check);
    schema.path("oneOf").forEach(this::check);
    schema.path("prefixItems").forEach(this::check);
    for (String keyword : List.of("items", "additionalProperties")) {
      if (schema.has(keyword)) {
        check(schema.path(keyword));
      }
    }
  }

  private JsonNode resolve(JsonNode schema) {
    String reference = schema.path("$ref").asString();
    return reference.equals("#") ? root : root.at(reference.substring(1));
  }

  /** Follows what a value must contain: a cycle may only be used within optional properties. */
  private void followRequired(JsonNode schema, Set<String> open) {
    if (schema.has("$ref")) {
      String reference = schema.path("$ref").asString();
      if (!open.add(reference)) {
        violations.add("no cycle of required properties");
        return;
      }
      followRequired(resolve(schema), open);
      open.remove(reference);
    }
    for (JsonNode name : schema.path("required")) {
      followRequired(schema.path("properties").path(name.asString()), open);
    }
    schema.path("anyOf").forEach(alternative -> followRequired(alternative, open));
    schema.path("oneOf").forEach(alternative -> followRequired(alternative, open));
    if (schema.has("items")) {
      followRequired(schema.path("items"), open);
    }
  }
}
