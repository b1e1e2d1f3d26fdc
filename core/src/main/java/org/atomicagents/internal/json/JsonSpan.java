package org.atomicagents.internal.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Where in a JSON text a value stands, or could be put.
 *
 * <p>Found in one pass, without a tree: what lies around it stays as it is, to the last digit.
 *
 * @param start the index of the value's first character
 * @param end the index behind its last character; {@code start} if nothing stands there yet
 * @param prefix what has to be written before a value that is put there
 */
public record JsonSpan(String json, int start, int end, String prefix) {

  /**
   * The place at a path; null if the text has no such place, or isn't JSON. A key that is absent
   * has a place if the object is there that it belongs to.
   */
  public static @Nullable JsonSpan find(String json, JsonPath path) {
    try (JsonParser parser = JsonIo.parser(json)) {
      parser.nextToken();
      JsonSpan place = find(json, parser, path);
      while (place != null && parser.nextToken() != null) {
        // What comes behind has to be JSON, too.
      }
      return place;
    } catch (JacksonException e) {
      return null;
    }
  }

  /** The value's text; null if nothing stands there yet. */
  public @Nullable String value() {
    return start == end ? null : json.substring(start, end);
  }

  /** The whole text with another value there. */
  public String withValue(String value) {
    return json.substring(0, start) + prefix + value + json.substring(end);
  }

  private static @Nullable JsonSpan find(String json, JsonParser parser, JsonPath path) {
    for (int i = 0; i < path.steps().size(); i++) {
      boolean last = i == path.steps().size() - 1;
      switch (path.steps().get(i)) {
        case JsonPath.Key key -> {
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            return null;
          }
          JsonSpan absent = moveTo(json, parser, key.name());
          if (absent != null) {
            return last ? absent : null;
          }
        }
        case JsonPath.Index index -> {
          if (parser.currentToken() != JsonToken.START_ARRAY || !moveTo(parser, index.index())) {
            return null;
          }
        }
      }
    }
    return parser.currentToken() == null ? null : value(json, parser);
  }

  /** Moves on to the key's value; if the key isn't there, gives the place for it. */
  private static @Nullable JsonSpan moveTo(String json, JsonParser parser, String name) {
    boolean empty = true;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      empty = false;
      boolean found = parser.currentName().equals(name);
      parser.nextToken();
      if (found) {
        return null;
      }
      parser.skipChildren();
    }
    int end = (int) parser.currentTokenLocation().getCharOffset();
    return new JsonSpan(json, end, end, (empty ? "" : ",") + JsonIo.quote(name) + ":");
  }

  private static boolean moveTo(JsonParser parser, int index) {
    JsonToken token = parser.nextToken();
    for (int i = 0; i < index && token != JsonToken.END_ARRAY; i++) {
      parser.skipChildren();
      token = parser.nextToken();
    }
    return token != JsonToken.END_ARRAY;
  }

  private static JsonSpan value(String json, JsonParser parser) {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    // A text is read only when it is asked for, and only then the parser stands behind it.
    parser.finishToken();
    return new JsonSpan(json, start, (int) parser.currentLocation().getCharOffset(), "");
  }
}
