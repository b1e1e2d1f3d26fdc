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
 * Reads ahead in a JSON text, since a union must know the discriminator or the keys of an object
 * before it can decode the object.
 *
 * <p>A scan for one key also records the keys that nested unions need, so that each part of the
 * text is scanned once regardless of the nesting depth.
 */
public final class UnionLookahead {
  private static final DiscriminatorValue NO_TAG = new DiscriminatorValue(null, "nothing");

  private final String text;
  private final @Nullable DiscriminatorKeys unionKeys;
  private final Map<Integer, ScannedObject> scannedObjects = new HashMap<>();
  private long tokensRead;

  /**
   * Creates a lookahead.
   *
   * @param unionKeys the keys that unions need; null if they are not known, in which case nothing
   *     is recorded
   */
  UnionLookahead(String text, @Nullable DiscriminatorKeys unionKeys) {
    this.text = text;
    this.unionKeys = unionKeys;
  }

  /**
   * The value of a discriminator.
   *
   * @param text the string; null if the value is absent or not a string
   * @param description the value as described in violations
   */
  public record DiscriminatorValue(@Nullable String text, String description) {}

  /** The keys and discriminators that were found in one object. */
  private static final class ScannedObject {
    private final List<String> keys = new ArrayList<>(0);
    private final Map<String, DiscriminatorValue> tags = new HashMap<>(2);
  }

  /** Returns the first value of a key in the object at an offset. */
  public DiscriminatorValue findTag(String key, int start) {
    ScannedObject known = scannedObjects.get(start);
    ScannedObject scanned = known == null ? scan(start, key) : known;
    return scanned.tags.getOrDefault(key, NO_TAG);
  }

  /** Returns all keys of the object at an offset. */
  public List<String> keys(int start) {
    ScannedObject known = scannedObjects.get(start);
    return known == null ? scan(start, null).keys : known.keys;
  }

  /** Returns the number of tokens read so far. */
  long tokensRead() {
    return tokensRead;
  }

  /** Scans an object to its end, or to the key if one is given. */
  private ScannedObject scan(int start, @Nullable String key) {
    var outermost = new ScannedObject();
    var open = new ArrayDeque<ScannedObject>();
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

  private ScannedObject startNested(int start, JsonParser ahead) {
    var nested = new ScannedObject();
    if (unionKeys != null) {
      scannedObjects.put(start + (int) ahead.currentTokenLocation().getCharOffset(), nested);
    }
    return nested;
  }

  /** Returns the first token of the value of a property, which is recorded. */
  private @Nullable JsonToken recordProperty(
      ScannedObject object, @Nullable String key, JsonParser ahead) {
    String name = ahead.currentName();
    JsonToken value = nextToken(ahead);
    if (unionKeys == null || unionKeys.hasUntaggedUnions()) {
      object.keys.add(name);
    }
    if (name.equals(key) || (unionKeys != null && unionKeys.tags().contains(name))) {
      String text = value == JsonToken.VALUE_STRING ? ahead.getString() : null;
      object.tags.putIfAbsent(
          name,
          new DiscriminatorValue(
              text,
              text == null ? DecodeContext.describeToken(ahead) : ValueDescription.quote(text)));
    }
    return value;
  }

  private @Nullable JsonToken nextToken(JsonParser ahead) {
    tokensRead++;
    return ahead.nextToken();
  }
}
