package org.atomicagents.schema;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.JsonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What stands further on in the object that is about to be read.
 *
 * @param text the value of the key that was looked for; null if it is no text
 * @param told the value in words
 */
record Ahead(boolean found, @Nullable String text, String told) {
  private static final Ahead NOTHING = new Ahead(false, null, "nothing");

  /** Looks for a key of the object whose start is the current token. */
  static Ahead lookFor(String key, Decoding in) {
    try (JsonParser ahead = parser(in)) {
      while (ahead.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isIt = ahead.currentName().equals(key);
        JsonToken value = ahead.nextToken();
        if (isIt) {
          return new Ahead(
              true,
              value == JsonToken.VALUE_STRING ? ahead.getString() : null,
              Decoding.found(ahead));
        }
        ahead.skipChildren();
      }
      return NOTHING;
    }
  }

  /** All keys of the object whose start is the current token. */
  static List<String> keys(Decoding in) {
    var keys = new ArrayList<String>();
    try (JsonParser ahead = parser(in)) {
      while (ahead.nextToken() == JsonToken.PROPERTY_NAME) {
        keys.add(ahead.currentName());
        ahead.nextToken();
        ahead.skipChildren();
      }
    }
    return keys;
  }

  private static JsonParser parser(Decoding in) {
    int start = (int) in.parser.currentTokenLocation().getCharOffset();
    JsonParser ahead = JsonText.parser(in.text, start);
    ahead.nextToken();
    return ahead;
  }
}
