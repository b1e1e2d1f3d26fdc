package org.atomicagents.internal.schema.jsonschema;

import java.util.List;
import java.util.Set;
import org.atomicagents.internal.json.JsonTree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adds bounds to the texts and lists of a JSON Schema that have none, so that a provider that
 * enforces the schema ends repeated text. Maps remain unbounded, since grammars do not count
 * properties; so does the text of an output that contains nothing else, such as a chat message.
 */
public final class BoundedSchema {
  private static final List<String> TEXT_KEYWORDS =
      List.of("maxLength", "enum", "const", "format", "pattern");
  private static final Set<String> SCHEMA_LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
  private static final Set<String> SCHEMA_MAPS = Set.of("properties", "$defs", "definitions");
  private static final Set<String> SCHEMAS = Set.of("items", "additionalProperties");
  private static final String NOT_BLANK = "\\S";

  private final int maxLength;
  private final int maxItems;

  private BoundedSchema(int maxLength, int maxItems) {
    this.maxLength = maxLength;
    this.maxItems = maxItems;
  }

  /**
   * Returns a schema with bounds.
   *
   * @param maxLength the maximum length of texts; 0 for none
   * @param maxItems the maximum number of items of lists; 0 for none
   */
  public static String of(String jsonSchema, int maxLength, int maxItems) {
    JsonNode schema = JsonTree.read(jsonSchema);
    new BoundedSchema(isSingleText(schema) ? 0 : maxLength, maxItems).add(schema);
    return JsonTree.write(schema);
  }

  /** Returns whether the values of a schema are objects with one property, which is a text. */
  public static boolean isSingleText(JsonNode schema) {
    JsonNode properties = schema.path("properties");
    return properties.size() == 1
        && properties.iterator().next().path("type").asString("").equals("string");
  }

  private void add(JsonNode node) {
    if (!(node instanceof ObjectNode schema)) {
      return;
    }
    for (var member : List.copyOf(schema.properties())) {
      if (SCHEMAS.contains(member.getKey())) {
        add(member.getValue());
      } else if (SCHEMA_LISTS.contains(member.getKey()) || SCHEMA_MAPS.contains(member.getKey())) {
        member.getValue().forEach(this::add);
      }
    }
    // Grammars support anchored patterns only, and a length instead of a pattern.
    if (schema.path("pattern").asString("").equals(NOT_BLANK)) {
      schema.remove("pattern");
      addBound(schema, "minLength", 1);
    }
    addBounds(schema);
  }

  private void addBounds(ObjectNode schema) {
    switch (schema.path("type").asString("")) {
      case "string" -> {
        if (TEXT_KEYWORDS.stream().noneMatch(schema::has)) {
          addBound(schema, "maxLength", maximum(schema, maxLength, "minLength"));
        }
      }
      case "array" -> addBound(schema, "maxItems", maximum(schema, maxItems, "minItems"));
      default -> {}
    }
  }

  private static int maximum(ObjectNode schema, int bound, String minimum) {
    return bound == 0 ? 0 : Math.max(bound, schema.path(minimum).asInt(0));
  }

  private static void addBound(ObjectNode schema, String keyword, int bound) {
    if (bound > 0 && !schema.has(keyword)) {
      schema.put(keyword, bound);
    }
  }
}
