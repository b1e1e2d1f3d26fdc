package org.atomicagents.testing.internal.generate;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts constraints in schema descriptions to JSON Schema keywords.
 *
 * <p>This library writes a constraint into the description where the strict form of a provider has
 * no keyword or JSON Schema has no format for it.
 */
public final class DescriptionKeywords {
  private static final Pattern BOUND =
      Pattern.compile(
          "\\b(minLength|maxLength|minProperties|maxProperties|minItems|maxItems): (\\d{1,9})\\b");
  private static final Pattern NUMBER_BOUND =
      Pattern.compile(
          "\\b(minimum|maximum|exclusiveMinimum|exclusiveMaximum): (-?\\d{1,18}(?:\\.\\d{1,18})?)");
  private static final Pattern NOTATION =
      Pattern.compile(
          "\\ba (?:time of day|date and time without a zone|month|year) as \"?([YMDTHS:-]+)\"?");
  private static final Map<Pattern, String> FORMATS = Map.of(Pattern.compile("\\ba URI\\b"), "uri");
  private static final Pattern CHARACTER = Pattern.compile("(?:^|[(; ])one character(?:$|[;)])");

  private static final Pattern UNIQUE_ITEMS = Pattern.compile("\\bitems must be unique\\b");

  private static final Set<String> VALUES = Set.of("const", "enum", "default", "examples");
  private static final Set<String> SCHEMAS_BY_NAME =
      Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

  private DescriptionKeywords() {}

  /** Returns a copy of the schema with keywords added for the constraints in descriptions. */
  public static JsonNode withKeywords(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    addKeywords(copy);
    return copy;
  }

  private static void addKeywords(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.path("description").isString()) {
      String description = object.get("description").stringValue();
      addBounds(object, description);
      switch (object.path("type").asString("")) {
        case "string" -> addTextKeywords(object, description);
        case "array" -> addItemKeywords(object, description);
        default -> {}
      }
    }
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      if (VALUES.contains(keyword.getKey())) {
        continue;
      }
      if (keyword.getValue().isArray() || SCHEMAS_BY_NAME.contains(keyword.getKey())) {
        keyword.getValue().values().forEach(DescriptionKeywords::addKeywords);
      } else {
        addKeywords(keyword.getValue());
      }
    }
  }

  private static void addBounds(ObjectNode schema, String description) {
    Matcher bound = BOUND.matcher(description);
    while (bound.find()) {
      schema.putIfAbsent(bound.group(1), schema.numberNode(Integer.parseInt(bound.group(2))));
    }
    Matcher number = NUMBER_BOUND.matcher(description);
    while (number.find()) {
      schema.putIfAbsent(number.group(1), schema.numberNode(new BigDecimal(number.group(2))));
    }
  }

  private static void addTextKeywords(ObjectNode schema, String description) {
    if (schema.has("format") || schema.has("pattern") || schema.has("enum")) {
      return;
    }
    Matcher notation = NOTATION.matcher(description);
    if (notation.find()) {
      schema.put("pattern", patternOf(notation.group(1)));
    }
    FORMATS.forEach((words, format) -> {
      if (words.matcher(description).find()) {
        schema.put("format", format);
      }
    });
    if (CHARACTER.matcher(description).find()) {
      schema.put("minLength", 1).put("maxLength", 1);
    }
  }

  /** Returns a pattern of valid values in a notation such as {@code YYYY-MM}. */
  private static String patternOf(String notation) {
    return notation
        .replace("YYYY", "20[0-9][0-9]")
        .replace("-MM", "-(0[1-9]|1[0-2])")
        .replace("DD", "(0[1-9]|1[0-9]|2[0-8])")
        .replace("HH", "([01][0-9]|2[0-3])")
        .replace(":MM", ":[0-5][0-9]")
        .replace(":SS", ":[0-5][0-9]");
  }

  private static void addItemKeywords(ObjectNode schema, String description) {
    if (UNIQUE_ITEMS.matcher(description).find()) {
      schema.put("uniqueItems", true);
    }
  }
}
