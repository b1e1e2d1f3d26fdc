package org.atomicagents.internal.schema.decode;

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
public final class UnionLookahead {
  private static final DiscriminatorValue NO_TAG = new DiscriminatorValue(null, "nothing");

  private final String text;
  private final @Nullable DiscriminatorKeys unionKeys;
  private final Map<Integer, ObjectNotes> scannedObjects = new HashMap<>();
  private long tokensRead;

  /**
   * Nothing has been looked for yet.
   *
   * @param wanted what unions may ask for; null if that isn't known, and nothing is noted
   */
  UnionLookahead(String text, @Nullable DiscriminatorKeys wanted) {
    this.text = text;
    this.unionKeys = wanted;
  }

  /** What is known of a discriminator: the text in it, or in words what is there instead. */
  public record DiscriminatorValue(@Nullable String text, String description) {}

  /** What was seen in one object. */
  private static final class ObjectNotes {
    private final List<String> keys = new ArrayList<>(0);
    private final Map<String, DiscriminatorValue> tags = new HashMap<>(2);
  }

  /** What the object that begins there holds under a key, at its first place. */
  public DiscriminatorValue findTag(String key, int start) {
    ObjectNotes known = scannedObjects.get(start);
    ObjectNotes noted = known == null ? scan(start, key) : known;
    return noted.tags.getOrDefault(key, NO_TAG);
  }

  /** All keys of the object that begins there. */
  public List<String> keys(int start) {
    ObjectNotes known = scannedObjects.get(start);
    return known == null ? scan(start, null).keys : known.keys;
  }

  /** How many tokens were looked at so far. */
  long tokensRead() {
    return tokensRead;
  }

  /** Looks through an object, up to the key if one is given. */
  private ObjectNotes scan(int start, @Nullable String key) {
    var outermost = new ObjectNotes();
    var open = new ArrayDeque<ObjectNotes>();
    try (JsonParser ahead = JsonIo.parser(text, start)) {
      nextToken(ahead);
      open.push(outermost);
      while (!open.isEmpty() && !outermost.tags.containsKey(key)) {
        JsonToken token = nextToken(ahead);
        if (token == JsonToken.PROPERTY_NAME) {
          token = recordProperty(open.getFirst(), key, ahead);
        }
        if (token == JsonToken.START_OBJECT) {
          open.push(startNested(start, ahead));
        } else if (token == JsonToken.END_OBJECT) {
          open.pop();
        }
      }
    }
    return outermost;
  }

  private ObjectNotes startNested(int start, JsonParser ahead) {
    var noted = new ObjectNotes();
    if (unionKeys != null) {
      scannedObjects.put(start + (int) ahead.currentTokenLocation().getCharOffset(), noted);
    }
    return noted;
  }

  /** Notes a member of an object; gives back the token with which its value begins. */
  private @Nullable JsonToken recordProperty(
      ObjectNotes object, @Nullable String key, JsonParser ahead) {
    String name = ahead.currentName();
    JsonToken value = nextToken(ahead);
    if (unionKeys == null || unionKeys.hasUntaggedUnions()) {
      object.keys.add(name);
    }
    if (name.equals(key) || (unionKeys != null && unionKeys.tags().contains(name))) {
      String said = value == JsonToken.VALUE_STRING ? ahead.getString() : null;
      object.tags.putIfAbsent(
          name,
          new DiscriminatorValue(
              said,
              said == null ? DecodeContext.describeToken(ahead) : ValueDescription.quote(said)));
    }
    return value;
  }

  private @Nullable JsonToken nextToken(JsonParser ahead) {
    tokensRead++;
    return ahead.nextToken();
  }
}
