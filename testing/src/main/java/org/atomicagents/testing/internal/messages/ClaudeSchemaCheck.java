package org.atomicagents.testing.internal.messages;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Checks that a schema uses only the keywords that Claude's grammars support.
 *
 * <p>Source: <a
 * href="https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations">JSON
 * Schema limitations</a>: no recursion, no external references, no bounds of numbers, texts and
 * lists (except a minimum of 0 or 1 items), no additional properties, no objects or arrays in
 * {@code enum}; up to 24 optional properties and 16 unions.
 */
final class ClaudeSchemaCheck {
  private static final int MAX_OPTIONAL = 24;
  private static final int MAX_UNIONS = 16;
  private static final Set<String> GENERAL =
      Set.of(
          "$comment",
          "$defs",
          "$id",
          "$ref",
          "$schema",
          "allOf",
          "anyOf",
          "const",
          "default",
          "definitions",
          "description",
          "enum",
          "examples",
          "title",
          "type");
  private static final Map<String, Set<String>> BY_TYPE =
      Map.of(
          "object", Set.of("properties", "required", "additionalProperties"),
          "array", Set.of("items", "minItems"),
          "string", Set.of("format", "pattern"));
  private static final Set<String> FORMATS =
      Set.of(
          "date-time",
          "time",
          "date",
          "duration",
          "email",
          "hostname",
          "uri",
          "ipv4",
          "ipv6",
          "uuid");
  // Back references, look-around and word boundaries.
  private static final Pattern UNSUPPORTED_PATTERN =
      Pattern.compile("\\\\[1-9bB]|\\(\\?(?!:)|\\(\\?<");

  private final JsonNode root;
  private final String path;
  private final Set<String> openReferences = new HashSet<>();
  private final Set<String> checkedReferences = new HashSet<>();
  private int optional;
  private int unions;

  private ClaudeSchemaCheck(JsonNode root, String path) {
    this.root = root;
    this.path = path;
  }

  /**
   * Throws Anthropic's error if a keyword is not supported.
   *
   * @param path the parameter with the schema, for errors
   */
  static void check(JsonNode schema, String path) {
    var check = new ClaudeSchemaCheck(schema, path);
    check.checkSchema(schema);
    if (check.optional > MAX_OPTIONAL) {
      throw AnthropicErrors.invalid(
          "Schemas contains too many optional parameters (%d), which would make grammar compilation inefficient. Reduce the number of optional parameters in your tool schemas (limit: %d)."
              .formatted(check.optional, MAX_OPTIONAL));
    }
    if (check.unions > MAX_UNIONS) {
      throw AnthropicErrors.invalid(
          "Schemas contains too many parameters with union types (%d parameters with type arrays or anyOf). This causes exponential compilation cost. Reduce the number of nullable or union-typed parameters (limit: %d parameters with unions)."
              .formatted(check.unions, MAX_UNIONS));
    }
  }

  private void checkSchema(JsonNode schema) {
    if (!schema.isObject()) {
      throw invalid("expected an object, found " + schema);
    }
    List<String> types = types(schema);
    checkKeywords(schema, types);
    if (types.contains("object")) {
      checkObject(schema);
    }
    if (types.contains("array")) {
      checkArray(schema);
    }
    checkValues(schema);
    checkReference(schema.path("$ref").asString(""));
    unions += types.size() > 1 || schema.has("anyOf") ? 1 : 0;
    for (String name : List.of("anyOf", "allOf")) {
      schema.path(name).values().forEach(this::checkSchema);
    }
  }

  private List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      return type.values().stream().map(JsonNode::asString).toList();
    }
    if (type.isString()) {
      return List.of(type.stringValue());
    }
    boolean isTyped =
        Set.of("$ref", "anyOf", "allOf", "enum", "const").stream().anyMatch(schema::has);
    if (!isTyped) {
      throw invalid("Schema type is required, found " + schema);
    }
    return List.of();
  }

  private void checkKeywords(JsonNode schema, List<String> types) {
    var allowed = new HashSet<>(GENERAL);
    types.forEach(type -> allowed.addAll(BY_TYPE.getOrDefault(type, Set.of())));
    List<String> unsupported =
        schema.propertyNames().stream().filter(name -> !allowed.contains(name)).sorted().toList();
    if (!unsupported.isEmpty()) {
      throw invalid(
          "For '%s' type, %s %s %s not supported"
              .formatted(
                  types.isEmpty() ? "any" : types.getFirst(),
                  unsupported.size() == 1 ? "property" : "properties",
                  String.join(", ", unsupported),
                  unsupported.size() == 1 ? "is" : "are"));
    }
  }

  private void checkObject(JsonNode schema) {
    if (!schema.path("additionalProperties").isBoolean()
        || schema.path("additionalProperties").booleanValue()) {
      throw invalid("For 'object' type, 'additionalProperties' must be explicitly set to false");
    }
    List<String> required =
        schema.path("required").values().stream().map(JsonNode::asString).toList();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      optional += required.contains(property.getKey()) ? 0 : 1;
      checkSchema(property.getValue());
    }
  }

  private void checkArray(JsonNode schema) {
    if (schema.path("minItems").asInt(0) > 1) {
      throw invalid("For 'array' type, 'minItems' values other than 0 or 1 are not supported");
    }
    if (schema.has("items")) {
      checkSchema(schema.get("items"));
    }
  }

  private void checkValues(JsonNode schema) {
    if (schema.path("enum").values().stream().anyMatch(JsonNode::isContainer)) {
      throw invalid("Complex types in 'enum' are not supported");
    }
    String format = schema.path("format").asString("");
    if (!format.isEmpty() && !FORMATS.contains(format)) {
      throw invalid("For 'string' type, 'format' value '%s' is not supported".formatted(format));
    }
    if (UNSUPPORTED_PATTERN.matcher(schema.path("pattern").asString("")).find()) {
      throw invalid(
          "For 'string' type, 'pattern' has an unsupported feature: " + schema.get("pattern"));
    }
  }

  private void checkReference(String reference) {
    if (reference.isEmpty()) {
      return;
    }
    if (!reference.startsWith("#")) {
      throw invalid("External '$ref' is not supported: " + reference);
    }
    if (openReferences.contains(reference)) {
      throw invalid("Recursive schemas are not supported: " + reference);
    }
    if (!checkedReferences.add(reference)) {
      return;
    }
    JsonNode target = reference.equals("#") ? root : root.at(reference.substring(1));
    if (target.isMissingNode()) {
      throw invalid("'$ref' not found: " + reference);
    }
    openReferences.add(reference);
    checkSchema(target);
    openReferences.remove(reference);
  }

  private RuntimeException invalid(String reason) {
    return AnthropicErrors.invalid(path, reason);
  }
}
