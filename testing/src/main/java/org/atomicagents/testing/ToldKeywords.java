package org.atomicagents.testing;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Heeds what a schema asks for in the words of its descriptions, as models do: bounds that the
 * strict form has no keyword for, and forms of texts that JSON Schema has no format for.
 */
final class ToldKeywords {
  private static final Pattern BOUND =
      Pattern.compile("\\b(minLength|maxLength|minProperties|maxProperties): (\\d{1,9})\\b");
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "\\ba (?:time of day|date and time without a zone|month|year) as in \"?([\\d:T-]+)\"?");
  private static final Map<Pattern, String> FORMATS = Map.of(Pattern.compile("\\ba URI\\b"), "uri");
  private static final Pattern CHARACTER = Pattern.compile("(?:^|[(; ])one character(?:$|[;)])");

  private static final Set<String> VALUES = Set.of("const", "enum", "default", "examples");
  private static final Set<String> SCHEMAS_BY_NAME =
      Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

  private ToldKeywords() {}

  /** The schema with keywords for what it tells in words. */
  static JsonNode heeded(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    heed(copy);
    return copy;
  }

  private static void heed(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.path("description").isString()) {
      String told = object.get("description").stringValue();
      bounds(object, told);
      switch (object.path("type").asString("")) {
        case "string" -> text(object, told);
        case "array" -> items(object, told);
        default -> {}
      }
    }
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      if (VALUES.contains(keyword.getKey())) {
        continue;
      }
      if (keyword.getValue().isArray() || SCHEMAS_BY_NAME.contains(keyword.getKey())) {
        keyword.getValue().values().forEach(ToldKeywords::heed);
      } else {
        heed(keyword.getValue());
      }
    }
  }

  private static void bounds(ObjectNode schema, String told) {
    Matcher bound = BOUND.matcher(told);
    while (bound.find()) {
      schema.putIfAbsent(bound.group(1), schema.numberNode(Integer.parseInt(bound.group(2))));
    }
  }

  private static void text(ObjectNode schema, String told) {
    if (schema.has("format") || schema.has("pattern") || schema.has("enum")) {
      return;
    }
    Matcher example = EXAMPLE.matcher(told);
    if (example.find()) {
      schema.putIfAbsent("const", schema.stringNode(example.group(1)));
    }
    FORMATS.forEach((words, format) -> {
      if (words.matcher(told).find()) {
        schema.put("format", format);
      }
    });
    if (CHARACTER.matcher(told).find()) {
      schema.put("minLength", 1).put("maxLength", 1);
    }
  }

  private static void items(ObjectNode schema, String told) {
    if (told.contains("no item twice")) {
      schema.put("uniqueItems", true);
    }
  }
}
