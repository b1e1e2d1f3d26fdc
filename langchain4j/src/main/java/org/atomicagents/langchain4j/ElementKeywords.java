package org.atomicagents.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The keywords of a JSON Schema, without those of its children. */
final class ElementKeywords {
  private static final Set<String> TEXTS = Set.of("description", "title", "$schema");
  private static final Set<String> CONSTRAINTS =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern",
          "format",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "default");

  private static final Map<String, String> FORMATS =
      Map.of(
          "date", "a date as YYYY-MM-DD",
          "time", "a time as hh:mm:ss with a time zone",
          "date-time", "a date and time as YYYY-MM-DDThh:mm:ss with a time zone",
          "duration", "a duration in ISO 8601",
          "email", "an email address",
          "uri", "a URI",
          "uuid", "a UUID");

  private ElementKeywords() {}

  /** Returns whether a schema has no keywords besides texts and these. */
  static boolean hasOnly(ObjectNode schema, Set<String> allowed) {
    return schema.propertyNames().stream()
        .allMatch(keyword -> TEXTS.contains(keyword) || allowed.contains(keyword));
  }

  /** Returns whether a schema has no keywords besides texts, constraints and these. */
  static boolean hasOnlyOrConstraints(ObjectNode schema, Set<String> allowed) {
    return schema.propertyNames().stream()
        .allMatch(keyword ->
            TEXTS.contains(keyword) || CONSTRAINTS.contains(keyword) || allowed.contains(keyword));
  }

  /** Returns whether a schema has a type, texts and constraints only. */
  static boolean isPlain(ObjectNode schema) {
    return hasOnlyOrConstraints(schema, Set.of("type"));
  }

  static void removeTexts(ObjectNode schema) {
    schema.remove(TEXTS);
  }

  /** Returns the description with the constraints in words; null if there are neither. */
  static @Nullable String description(ObjectNode schema) {
    var words = new ArrayList<String>();
    for (var member : schema.properties()) {
      if (CONSTRAINTS.contains(member.getKey())) {
        addWords(member.getKey(), member.getValue(), words);
      }
    }
    String text = text(schema);
    if (words.isEmpty()) {
      return text;
    }
    String joined = String.join("; ", words);
    return text == null ? joined : text + " (" + joined + ")";
  }

  private static void addWords(String keyword, JsonNode value, List<String> words) {
    String text = value.isString() ? value.stringValue() : value.toString();
    switch (keyword) {
      case "uniqueItems" -> {
        if (value.asBoolean(false)) {
          words.add("items must be unique");
        }
      }
      // Models read the name of a format in several ways: a date became a timestamp.
      case "format" -> words.add(FORMATS.getOrDefault(text, "format: " + text));
      default -> words.add(keyword + ": " + text);
    }
  }

  /** Returns the description, else the title; null if there are neither. */
  static @Nullable String text(ObjectNode schema) {
    JsonNode description = schema.path(schema.has("description") ? "description" : "title");
    return description.isString() && !description.stringValue().isBlank()
        ? description.stringValue()
        : null;
  }

  /** Returns the names of the required properties. */
  static List<String> required(ObjectNode schema) {
    var names = new ArrayList<String>();
    schema.path("required").forEach(name -> names.add(name.asString("")));
    return names;
  }
}
