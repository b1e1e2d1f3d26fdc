package org.atomicagents.internal.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The span of a JSON value in its text, or the place where an absent property can be inserted.
 *
 * <p>Found in one pass without building a tree, so that replacing the value leaves the surrounding
 * text unchanged to the last digit.
 *
 * @param start the index of the value's first character
 * @param end the index after the value's last character; equal to {@code start} if the value is
 *     absent
 * @param prefix the text to insert before a new value: a comma and the key for an absent property
 */
public record JsonSpan(String json, int start, int end, String prefix) {

  /**
   * Returns the span at a path; null if there is none or the text is not valid JSON. An absent
   * property has a span if its enclosing object exists.
   */
  public static @Nullable JsonSpan find(String json, JsonPath path) {
    try (JsonParser parser = JsonIo.parser(json)) {
      parser.nextToken();
      JsonSpan span = find(json, parser, path);
      while (span != null && parser.nextToken() != null) {
        // The rest of the text must be valid JSON, too.
      }
      return span;
    } catch (JacksonException e) {
      return null;
    }
  }

  /** Returns the text of the value; null if it is absent. */
  public @Nullable String value() {
    return start == end ? null : json.substring(start, end);
  }

  /** Returns a copy of the entire text with the value replaced or inserted. */
  public String withValue(String value) {
    return json.substring(0, start) + prefix + value + json.substring(end);
  }

  private static @Nullable JsonSpan find(String json, JsonParser parser, JsonPath path) {
    for (int i = 0; i < path.steps().size(); i++) {
      boolean isLast = i == path.steps().size() - 1;
      switch (path.steps().get(i)) {
        case JsonPath.Key key -> {
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            return null;
          }
          JsonSpan absent = moveToProperty(json, parser, key.name());
          if (absent != null) {
            return isLast ? absent : null;
          }
        }
        case JsonPath.Index index -> {
          if (parser.currentToken() != JsonToken.START_ARRAY
              || !moveToElement(parser, index.index())) {
            return null;
          }
        }
      }
    }
    return parser.currentToken() == null ? null : spanOfValue(json, parser);
  }

  /**
   * Advances the parser to the value of a property and returns null; returns the insertion place if
   * the object has no such property.
   */
  private static @Nullable JsonSpan moveToProperty(String json, JsonParser parser, String name) {
    boolean isEmpty = true;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      isEmpty = false;
      boolean isMatch = parser.currentName().equals(name);
      parser.nextToken();
      if (isMatch) {
        return null;
      }
      parser.skipChildren();
    }
    int end = (int) parser.currentTokenLocation().getCharOffset();
    return new JsonSpan(json, end, end, (isEmpty ? "" : ",") + JsonIo.quote(name) + ":");
  }

  /**
   * Advances the parser to an element and returns true; returns false if the array is too short.
   */
  private static boolean moveToElement(JsonParser parser, int index) {
    JsonToken token = parser.nextToken();
    for (int i = 0; i < index && token != JsonToken.END_ARRAY; i++) {
      parser.skipChildren();
      token = parser.nextToken();
    }
    return token != JsonToken.END_ARRAY;
  }

  private static JsonSpan spanOfValue(String json, JsonParser parser) {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    // Jackson reads strings lazily: until then its location is not yet after the string.
    parser.finishToken();
    return new JsonSpan(json, start, (int) parser.currentLocation().getCharOffset(), "");
  }
}
