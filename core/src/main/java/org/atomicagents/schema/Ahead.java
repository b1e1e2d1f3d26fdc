package org.atomicagents.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.JsonIo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What stands further on in the objects of a text, for unions, which may have to know it before
 * they can begin.
 *
 * <p>In looking for a key all is noted that unions further in will ask for, so that each part of
 * the text is looked through once, however deep they are nested.
 */
final class Ahead {
  private static final Tag NO_TAG = new Tag(null, "nothing");

  private final String text;
  private final @Nullable UnionKeys wanted;
  private final Map<Integer, Noted> objects = new HashMap<>();
  private long tokens;

  /**
   * Nothing has been looked for yet.
   *
   * @param wanted what unions may ask for; null if that isn't known, and nothing is noted
   */
  Ahead(String text, @Nullable UnionKeys wanted) {
    this.text = text;
    this.wanted = wanted;
  }

  /** What is known of a discriminator: the text in it, or in words what is there instead. */
  record Tag(@Nullable String text, String told) {}

  /** What was seen in one object. */
  private static final class Noted {
    private final List<String> keys = new ArrayList<>(0);
    private final Map<String, Tag> tags = new HashMap<>(2);
  }

  /** What the object that begins there holds under a key, at its first place. */
  Tag tag(String key, int start) {
    Noted known = objects.get(start);
    Noted noted = known == null ? scan(start, key) : known;
    return noted.tags.getOrDefault(key, NO_TAG);
  }

  /** All keys of the object that begins there. */
  List<String> keys(int start) {
    Noted known = objects.get(start);
    return known == null ? scan(start, null).keys : known.keys;
  }

  /** How many tokens were looked at so far. */
  long tokens() {
    return tokens;
  }

  /** Looks through an object, up to the key if one is given. */
  private Noted scan(int start, @Nullable String key) {
    var outermost = new Noted();
    var open = new ArrayDeque<Noted>();
    try (JsonParser ahead = JsonIo.parser(text, start)) {
      next(ahead);
      open.push(outermost);
      while (!open.isEmpty() && !outermost.tags.containsKey(key)) {
        JsonToken token = next(ahead);
        if (token == JsonToken.PROPERTY_NAME) {
          token = note(open.getFirst(), key, ahead);
        }
        if (token == JsonToken.START_OBJECT) {
          open.push(nested(start, ahead));
        } else if (token == JsonToken.END_OBJECT) {
          open.pop();
        }
      }
    }
    return outermost;
  }

  private Noted nested(int start, JsonParser ahead) {
    var noted = new Noted();
    if (wanted != null) {
      objects.put(start + (int) ahead.currentTokenLocation().getCharOffset(), noted);
    }
    return noted;
  }

  /** Notes a member of an object; gives back the token with which its value begins. */
  private @Nullable JsonToken note(Noted object, @Nullable String key, JsonParser ahead) {
    String name = ahead.currentName();
    JsonToken value = next(ahead);
    if (wanted == null || wanted.shapes()) {
      object.keys.add(name);
    }
    if (name.equals(key) || (wanted != null && wanted.tags().contains(name))) {
      String said = value == JsonToken.VALUE_STRING ? ahead.getString() : null;
      object.tags.putIfAbsent(
          name, new Tag(said, said == null ? Decoding.found(ahead) : Found.text(said)));
    }
    return value;
  }

  private @Nullable JsonToken next(JsonParser ahead) {
    tokens++;
    return ahead.nextToken();
  }
}
