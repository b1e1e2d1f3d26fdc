package org.atomicagents.internal.schema.jsonschema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.message.Violation;
import tools.jackson.databind.JsonNode;

/**
 * The subset of JSON Schema that providers accept in strict mode, as documented by OpenAI:
 * https://platform.openai.com/docs/guides/structured-outputs#supported-schemas.
 */
public final class StrictModeRules {
  static final Set<String> FORMATS =
      Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");
  static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "title",
          "description",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "anyOf",
          "enum",
          "const",
          "$ref",
          "$defs",
          "pattern",
          "format",
          "multipleOf",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "minItems",
          "maxItems");
  private static final int MAX_PROPERTIES = 5_000;
  private static final int MAX_DEPTH = 10;
  private static final int MAX_CHARACTERS = 120_000;
  private static final int MAX_CONSTANTS = 1_000;
  private static final int LARGE_ENUM = 250;
  private static final int MAX_CHARACTERS_OF_LARGE_ENUM = 15_000;

  private final JsonNode root;
  private final List<Violation> violations = new ArrayList<>();
  private int properties;
  private int characters;
  private int constants;

  private StrictModeRules(JsonNode root) {
    this.root = root;
  }

  /** Returns the violations of the rules; empty if the schema can be sent in strict mode. */
  public static List<Violation> violations(JsonNode schema) {
    var rules = new StrictModeRules(schema);
    if (!schema.path("type").asString("").equals("object")) {
      rules.add("$", "an object at the root", "another type");
    }
    if (schema.has("anyOf")) {
      rules.add("$", "an object at the root", "anyOf");
    }
    rules.check(schema, "$", 0);
    rules.checkLimit("properties", rules.properties, MAX_PROPERTIES);
    rules.checkLimit("characters of names and constants", rules.characters, MAX_CHARACTERS);
    rules.checkLimit("constants of enums", rules.constants, MAX_CONSTANTS);
    return rules.violations;
  }

  private void checkLimit(String unit, int actual, int max) {
    if (actual > max) {
      add("$", "at most " + max + " " + unit, Integer.toString(actual));
    }
  }

  private void check(JsonNode schema, String path, int depth) {
    if (!schema.isObject() || !hasTypeKeyword(schema)) {
      add(
          path,
          "a schema with a type",
          schema.isMissingNode() ? "nothing" : ValueDescription.truncate(JsonTree.write(schema)));
      return;
    }
    for (String keyword : schema.propertyNames()) {
      if (!KEYWORDS.contains(keyword)) {
        add(path, "only keywords of strict mode", "\"" + keyword + "\"");
      }
    }
    if (schema.has("$ref") && schema.size() > 1) {
      add(path, "a $ref without other keywords", "other keywords");
    }
    if (schema.has("$ref") && !isDefined(schema.path("$ref").asString(""))) {
      add(path, "a $ref to a definition in the schema", schema.path("$ref").asString(""));
    }
    String format = schema.path("format").asString("");
    if (!format.isEmpty() && !FORMATS.contains(format)) {
      add(path, "one of the formats " + FORMATS.stream().sorted().toList(), format);
    }
    checkConstants(schema, path);
    if (hasType(schema, "object")) {
      checkObject(schema, path, depth);
    }
    if (hasType(schema, "array")) {
      check(schema.path("items"), path + ".items", depth);
    }
    for (int i = 0; i < schema.path("anyOf").size(); i++) {
      check(schema.path("anyOf").get(i), path + ".anyOf[" + i + "]", depth);
    }
    for (var definition : schema.path("$defs").properties()) {
      characters += definition.getKey().length();
      check(definition.getValue(), path + ".$defs." + definition.getKey(), 0);
    }
  }

  private boolean isDefined(String reference) {
    if (!reference.startsWith("#")) {
      return false;
    }
    JsonNode node = root;
    for (String step : reference.substring(1).split("/", -1)) {
      // The part before the first slash is empty.
      node = step.isEmpty() ? node : node.path(step.replace("~1", "/").replace("~0", "~"));
    }
    return node.isObject();
  }

  private static boolean hasTypeKeyword(JsonNode schema) {
    return schema.has("type")
        || schema.has("anyOf")
        || schema.has("$ref")
        || schema.has("enum")
        || schema.has("const");
  }

  private static boolean hasType(JsonNode schema, String type) {
    JsonNode declared = schema.path("type");
    if (declared.isString()) {
      return declared.stringValue().equals(type);
    }
    for (JsonNode alternative : declared) {
      if (alternative.asString("").equals(type)) {
        return true;
      }
    }
    return false;
  }

  private void checkObject(JsonNode schema, String path, int depth) {
    if (depth >= MAX_DEPTH) {
      add(path, "at most " + MAX_DEPTH + " levels of objects", "more");
      return;
    }
    JsonNode additional = schema.path("additionalProperties");
    if (!additional.isBoolean() || additional.booleanValue()) {
      add(
          path,
          "additionalProperties: false",
          additional.isMissingNode() ? "nothing" : "another value");
    }
    var required = new ArrayList<String>();
    schema.path("required").forEach(name -> required.add(name.asString("")));
    for (var property : schema.path("properties").properties()) {
      properties++;
      characters += property.getKey().length();
      if (!required.contains(property.getKey())) {
        add(path, "\"" + property.getKey() + "\" in required", "an optional property");
      }
      check(property.getValue(), path + ".properties." + property.getKey(), depth + 1);
    }
    for (String name : required) {
      if (!schema.path("properties").has(name)) {
        add(path, "only properties of the object in required", "\"" + name + "\"");
      }
    }
  }

  private void checkConstants(JsonNode schema, String path) {
    int length = 0;
    for (JsonNode constant : schema.path("enum")) {
      length += constant.asString("").length();
    }
    int count = schema.path("enum").size();
    constants += count;
    characters += length + schema.path("const").asString("").length();
    if (count > LARGE_ENUM && length > MAX_CHARACTERS_OF_LARGE_ENUM) {
      add(
          path,
          "at most %d characters in an enum of more than %d constants"
              .formatted(MAX_CHARACTERS_OF_LARGE_ENUM, LARGE_ENUM),
          Integer.toString(length));
    }
  }

  private void add(String path, String expected, String found) {
    violations.add(new Violation(path, expected, found));
  }
}
