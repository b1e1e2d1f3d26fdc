package org.atomicagents.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The keywords of a JSON Schema, without those of its children. */
final class SchemaKeywords {
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

  private SchemaKeywords() {}

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

  /** Returns the description with the constraints; null if there are neither. */
  static @Nullable String description(ObjectNode schema) {
    var constraints = new ArrayList<String>();
    schema
        .properties()
        .forEach(entry -> {
          if (CONSTRAINTS.contains(entry.getKey())) {
            JsonNode value = entry.getValue();
            constraints.add(
                entry.getKey() + ": " + (value.isString() ? value.stringValue() : value));
          }
        });
    String text = text(schema);
    if (constraints.isEmpty()) {
      return text;
    }
    String words = "(" + String.join("; ", constraints) + ")";
    return text == null ? words : text + " " + words;
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
