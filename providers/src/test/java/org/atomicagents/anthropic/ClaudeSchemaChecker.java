package org.atomicagents.anthropic;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A checker of the schemas of structured outputs, written from the documentation, independently of
 * the code under test: https://platform.claude.com/docs/en/build-with-claude/structured-outputs.
 */
final class ClaudeSchemaChecker {
  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "integer", "number", "boolean", "null");
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
  private static final Set<String> REJECTED =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "patternProperties",
          "propertyNames",
          "oneOf",
          "not",
          "if",
          "then",
          "else",
          "contains",
          "prefixItems");
  private static final Pattern REJECTED_REGEX = Pattern.compile("\\(\\?[=!<]|\\\\[bB1-9]");

  private final List<String> violations = new ArrayList<>();

  private ClaudeSchemaChecker() {}

  /** Returns the violations of a schema; empty if Anthropic would accept it. */
  static List<String> check(JsonNode schema) {
    var checker = new ClaudeSchemaChecker();
    checker.check(schema, "$");
    return checker.violations;
  }

  private void check(JsonNode schema, String path) {
    if (!schema.isObject()) {
      violations.add(path + ": expected a schema");
      return;
    }
    for (String keyword : schema.propertyNames()) {
      require(!REJECTED.contains(keyword), path + ": " + keyword + " is not supported");
    }
    boolean hasKind =
        schema.has("type")
            || schema.has("anyOf")
            || schema.has("allOf")
            || schema.has("$ref")
            || schema.has("const")
            || schema.has("enum");
    require(hasKind, path + ": a schema needs a type");
    JsonNode type = schema.path("type");
    require(
        type.isMissingNode() || type.isArray() || TYPES.contains(type.asString("")),
        path + ": unknown type " + type);
    if (type.asString("").equals("object")) {
      require(
          schema.path("additionalProperties").isBoolean()
              && !schema.path("additionalProperties").booleanValue(),
          path + ": additionalProperties must be false");
    }
    JsonNode format = schema.path("format");
    require(
        format.isMissingNode() || FORMATS.contains(format.asString("")),
        path + ": the format " + format + " is not supported");
    require(schema.path("minItems").asInt(0) <= 1, path + ": minItems must be 0 or 1");
    require(
        !REJECTED_REGEX.matcher(schema.path("pattern").asString("")).find(),
        path + ": the pattern " + schema.path("pattern") + " is not supported");
    require(
        !schema.path("$ref").asString("#").startsWith("http"),
        path + ": external references are not supported");
    schema
        .path("enum")
        .forEach(value -> require(!value.isContainer(), path + ": an enum has simple values"));
    checkNested(schema, path);
  }

  private void checkNested(JsonNode schema, String path) {
    schema
        .path("properties")
        .properties()
        .forEach(entry -> check(entry.getValue(), path + "." + entry.getKey()));
    schema
        .path("$defs")
        .properties()
        .forEach(entry -> check(entry.getValue(), path + "#" + entry.getKey()));
    schema.path("anyOf").forEach(option -> check(option, path + "|"));
    schema.path("allOf").forEach(option -> check(option, path + "&"));
    if (schema.has("items")) {
      check(schema.path("items"), path + "[]");
    }
    for (String definition : schema.path("$defs").propertyNames()) {
      require(
          !isRecursive(schema.path("$defs"), definition, definition, new ArrayList<>()),
          path + ": " + definition + " is recursive");
    }
  }

  private static boolean isRecursive(
      JsonNode definitions, String from, String target, List<String> seen) {
    if (seen.contains(from)) {
      return false;
    }
    seen.add(from);
    for (JsonNode reference : definitions.path(from).findValues("$ref")) {
      String name = reference.asString("").replaceFirst(".*/", "");
      if (name.equals(target) || isRecursive(definitions, name, target, seen)) {
        return true;
      }
    }
    return false;
  }

  private void require(boolean condition, String violation) {
    if (!condition) {
      violations.add(violation);
    }
  }
}
