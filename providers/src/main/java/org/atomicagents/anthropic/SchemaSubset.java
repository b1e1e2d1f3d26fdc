package org.atomicagents.anthropic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.atomicagents.internal.provider.WireJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The subset of JSON Schema that the Messages API accepts in {@code output_config.format}.
 *
 * <p>A keyword that the API rejects is removed, and stated in the description. Objects get {@code
 * "additionalProperties": false}, which the API requires, unless they have other entries on
 * purpose. What cannot be expressed, such as a recursive schema, stays as it is: the API rejects
 * it, and the next response mode is used. Source:
 * https://platform.claude.com/docs/en/build-with-claude/structured-outputs.
 *
 * <p>Thread-safe. Up to {@value #MAX_SCHEMAS} schemas are remembered; when that limit is reached,
 * all are discarded.
 */
final class SchemaSubset {
  private static final int MAX_SCHEMAS = 256;
  private static final Set<String> KEYWORDS =
      Set.of(
          "$defs",
          "$ref",
          "additionalProperties",
          "allOf",
          "anyOf",
          "const",
          "default",
          "definitions",
          "description",
          "enum",
          "format",
          "items",
          "minItems",
          "pattern",
          "properties",
          "required",
          "title",
          "type");
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

  /** Keywords that state nothing about values. */
  private static final Set<String> ANNOTATIONS = Set.of("$schema", "$id", "$comment", "examples");

  // Lookaround, references to groups, boundaries of words, and bounded repetitions.
  private static final Pattern UNSUPPORTED_REGEX =
      Pattern.compile("\\(\\?(?!:)|\\\\[1-9bBkKpPAzZG]|\\{\\d|[*+?}][+?]");

  private final Map<String, String> schemas = new ConcurrentHashMap<>();

  /** Returns the schema in the subset. */
  String of(String schema) {
    String known = schemas.get(schema);
    if (known != null) {
      return known;
    }
    JsonNode root = WireJson.JsonTreeReader.MAPPER.readTree(schema);
    restrict(root);
    String restricted = root.toString();
    if (schemas.size() >= MAX_SCHEMAS) {
      schemas.clear();
    }
    schemas.put(schema, restricted);
    return restricted;
  }

  private static void restrict(JsonNode node) {
    if (!(node instanceof ObjectNode schema)) {
      return;
    }
    if (schema.get("oneOf") instanceof ArrayNode alternatives && !schema.has("anyOf")) {
      schema.remove("oneOf");
      schema.set("anyOf", alternatives);
    }
    moveToDescription(schema);
    if (schema.path("type").asString("").equals("object") && !schema.has("additionalProperties")) {
      schema.put("additionalProperties", false);
    }
    for (String key : List.of("properties", "$defs", "definitions")) {
      schema.path(key).forEach(SchemaSubset::restrict);
    }
    for (String key : List.of("anyOf", "allOf")) {
      schema.path(key).forEach(SchemaSubset::restrict);
    }
    restrict(schema.path("items"));
    restrict(schema.path("additionalProperties"));
  }

  private static void moveToDescription(ObjectNode schema) {
    var words = new ArrayList<String>();
    for (String keyword : List.copyOf(schema.propertyNames())) {
      JsonNode value = schema.path(keyword);
      if (!isSupported(keyword, value)) {
        schema.remove(keyword);
        if (!ANNOTATIONS.contains(keyword)) {
          words.add(keyword + ": " + (value.isString() ? value.stringValue() : value.toString()));
        }
      }
    }
    if (!words.isEmpty()) {
      String joined = String.join("; ", words);
      String description = schema.path("description").asString("");
      schema.put("description", description.isEmpty() ? joined : description + " (" + joined + ")");
    }
  }

  private static boolean isSupported(String keyword, JsonNode value) {
    return switch (keyword) {
      case "format" -> FORMATS.contains(value.asString(""));
      case "minItems" -> value.asInt(-1) == 0 || value.asInt(-1) == 1;
      case "pattern" -> !UNSUPPORTED_REGEX.matcher(value.asString("")).find();
      default -> KEYWORDS.contains(keyword);
    };
  }
}
