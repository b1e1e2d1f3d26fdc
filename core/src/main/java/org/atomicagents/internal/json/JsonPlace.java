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
 * @param lead what has to be written before a value that is put there
 */
public record JsonPlace(String json, int start, int end, String lead) {

  /**
   * The place at a path; null if the text has no such place, or isn't JSON. A key that is absent
   * has a place if the object is there that it belongs to.
   */
  public static @Nullable JsonPlace find(String json, JsonPath path) {
    try (JsonParser parser = JsonText.parser(json)) {
      parser.nextToken();
      JsonPlace place = find(json, parser, path);
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
  public String with(String value) {
    return json.substring(0, start) + lead + value + json.substring(end);
  }

  private static @Nullable JsonPlace find(String json, JsonParser parser, JsonPath path) {
    for (int i = 0; i < path.steps().size(); i++) {
      boolean last = i == path.steps().size() - 1;
      switch (path.steps().get(i)) {
        case JsonPath.Key key -> {
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            return null;
          }
          JsonPlace absent = enter(json, parser, key.name());
          if (absent != null) {
            return last ? absent : null;
          }
        }
        case JsonPath.Index index -> {
          if (parser.currentToken() != JsonToken.START_ARRAY || !enter(parser, index.index())) {
            return null;
          }
        }
      }
    }
    return parser.currentToken() == null ? null : value(json, parser);
  }

  /** Moves on to the key's value; if the key isn't there, gives the place for it. */
  private static @Nullable JsonPlace enter(String json, JsonParser parser, String name) {
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
    return new JsonPlace(json, end, end, (empty ? "" : ",") + JsonText.quoted(name) + ":");
  }

  private static boolean enter(JsonParser parser, int index) {
    JsonToken token = parser.nextToken();
    for (int i = 0; i < index && token != JsonToken.END_ARRAY; i++) {
      parser.skipChildren();
      token = parser.nextToken();
    }
    return token != JsonToken.END_ARRAY;
  }

  private static JsonPlace value(String json, JsonParser parser) {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    // A text is read only when it is asked for, and only then the parser stands behind it.
    parser.finishToken();
    return new JsonPlace(json, start, (int) parser.currentLocation().getCharOffset(), "");
  }
}
