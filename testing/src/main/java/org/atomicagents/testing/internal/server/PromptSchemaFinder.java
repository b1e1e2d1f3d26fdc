package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** Finds a JSON Schema in the text of a message. */
public final class PromptSchemaFinder {
  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "integer", "number", "boolean", "null");
  private static final List<String> KEYWORDS =
      List.of("properties", "$ref", "anyOf", "oneOf", "allOf", "items", "enum", "const", "$schema");

  private PromptSchemaFinder() {}

  /** Returns the last JSON object in the text that looks like a schema. */
  public static Optional<JsonNode> find(String text) {
    JsonNode last = null;
    int start = text.indexOf('{');
    while (start >= 0) {
      int next = start + 1;
      try (JsonParser parser = ServerJson.parser(text.substring(start))) {
        JsonNode object = parser.readValueAsTree();
        next = start + (int) parser.currentLocation().getCharOffset();
        last = looksLikeSchema(object) ? object : last;
      } catch (JacksonException notJsonFromHere) {
        // Prose contains braces too.
      }
      start = text.indexOf('{', next);
    }
    return Optional.ofNullable(last);
  }

  private static boolean looksLikeSchema(JsonNode object) {
    return TYPES.contains(object.path("type").asString(""))
        || KEYWORDS.stream().anyMatch(object::has);
  }
}
