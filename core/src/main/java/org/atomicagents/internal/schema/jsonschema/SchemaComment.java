package org.atomicagents.internal.schema.jsonschema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.atomicagents.internal.json.JsonTree;
import tools.jackson.databind.JsonNode;

/** Describes a schema in one line: its description and its constraints, without examples. */
final class SchemaComment {
  private static final Pattern SPACE = Pattern.compile("\\s++");
  private static final String NOT_BLANK = "\\S";

  private static final Map<String, String> FORMATS =
      Map.ofEntries(
          Map.entry("date", "YYYY-MM-DD"),
          Map.entry("time", "hh:mm:ss with a time zone"),
          Map.entry("date-time", "YYYY-MM-DDThh:mm:ss with a time zone"),
          Map.entry("duration", "a duration in ISO 8601"),
          Map.entry("email", "an email address"),
          Map.entry("uri", "a URI"),
          Map.entry("uuid", "a UUID"));

  private final List<String> parts = new ArrayList<>();

  private SchemaComment() {}

  /** Returns the comment of a schema; empty if it has neither a description nor constraints. */
  static String of(JsonNode schema) {
    var comment = new SchemaComment();
    comment.addText(schema.path("description").asString(""));
    comment.addConstraints(schema);
    comment.addNested("each item: ", schema.path("items"));
    comment.addNested("each value: ", schema.path("additionalProperties"));
    if (schema.has("default")) {
      comment.parts.add("default: " + JsonTree.write(schema.path("default")));
    }
    return String.join("; ", comment.parts);
  }

  private void addText(String text) {
    if (!text.isBlank()) {
      parts.add(SPACE.matcher(text.strip()).replaceAll(" "));
    }
  }

  private void addConstraints(JsonNode schema) {
    String format = schema.path("format").asString("");
    if (!format.isEmpty()) {
      parts.add(FORMATS.getOrDefault(format, format));
    }
    addRange(schema, "minimum", "maximum", "");
    addBound(schema, "exclusiveMinimum", "more than ", "");
    addBound(schema, "exclusiveMaximum", "less than ", "");
    addBound(schema, "multipleOf", "a multiple of ", "");
    addRange(schema, "minLength", "maxLength", " characters");
    addRange(schema, "minItems", "maxItems", " items");
    addRange(schema, "minProperties", "maxProperties", " entries");
    // Small models copy other regular expressions into values.
    if (schema.path("pattern").asString("").equals(NOT_BLANK)) {
      parts.add("not empty");
    }
    if (schema.path("uniqueItems").asBoolean(false)) {
      parts.add("no duplicates");
    }
    // A nullable type carries its constraints in the alternative that is not null.
    for (JsonNode member : schema.has("type") ? schema.path("allOf") : schema.path("anyOf")) {
      if (!member.has("properties")) {
        addConstraints(member);
      }
    }
  }

  private void addRange(JsonNode schema, String min, String max, String unit) {
    if (schema.has(min) && schema.has(max)) {
      String from = schema.path(min).asString();
      String to = schema.path(max).asString();
      parts.add((from.equals(to) ? from : from + " to " + to) + unit);
    } else {
      addBound(schema, min, "at least ", unit);
      addBound(schema, max, "at most ", unit);
    }
  }

  private void addBound(JsonNode schema, String keyword, String words, String unit) {
    if (schema.has(keyword)) {
      parts.add(words + schema.path(keyword).asString() + unit);
    }
  }

  private void addNested(String words, JsonNode nested) {
    if (nested.isObject() && !nested.has("properties")) {
      String comment = of(nested);
      if (!comment.isEmpty()) {
        parts.add(words + comment);
      }
    }
  }
}
