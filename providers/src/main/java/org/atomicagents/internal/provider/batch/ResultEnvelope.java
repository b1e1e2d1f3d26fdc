package org.atomicagents.internal.provider.batch;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.atomicagents.internal.provider.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * The JSON object in which a batch API wraps one response.
 *
 * <p>The fields are found without building a tree: texts and numbers are kept as text, objects as a
 * range of the bytes. Not thread-safe.
 */
public final class ResultEnvelope {
  private final byte[] json;
  private final Set<String> paths;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Range> objects = new HashMap<>();
  private boolean isComplete;

  private ResultEnvelope(byte[] json, Set<String> paths) {
    this.json = json;
    this.paths = paths;
  }

  /** A range of bytes; the end is exclusive. */
  public record Range(int start, int end) {}

  /**
   * Reads the fields of an object.
   *
   * @param paths the paths of the fields, such as {@code response.body}
   * @return the fields before the first syntax error
   */
  static ResultEnvelope read(byte[] json, int length, Set<String> paths) {
    var envelope = new ResultEnvelope(json, paths);
    try (JsonParser tokens = WireJson.parser(json, length)) {
      if (tokens.nextToken() == JsonToken.START_OBJECT) {
        envelope.readObject(tokens, "");
        envelope.isComplete = tokens.nextToken() == null;
      }
    } catch (JacksonException e) {
      envelope.isComplete = false;
    }
    return envelope;
  }

  private void readObject(JsonParser tokens, String parent) {
    for (String name = tokens.nextName(); name != null; name = tokens.nextName()) {
      JsonToken token = tokens.nextToken();
      String path = parent + name;
      if (paths.contains(path)) {
        readField(path, token, tokens);
      } else if (token == JsonToken.START_OBJECT && hasFieldsIn(path)) {
        readObject(tokens, path + ".");
      } else {
        tokens.skipChildren();
      }
    }
  }

  private void readField(String path, @Nullable JsonToken token, JsonParser tokens) {
    if (token == JsonToken.START_OBJECT) {
      // The parser is behind the brace.
      int start = (int) tokens.currentLocation().getByteOffset() - 1;
      tokens.skipChildren();
      objects.put(path, new Range(start, (int) tokens.currentLocation().getByteOffset()));
    } else if (token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
      texts.put(path, tokens.getString());
    } else {
      tokens.skipChildren();
    }
  }

  private boolean hasFieldsIn(String path) {
    return paths.stream().anyMatch(known -> known.startsWith(path + "."));
  }

  /** Returns whether the object was read to its end. */
  boolean isComplete() {
    return isComplete;
  }

  /** Returns the bytes in which the ranges are. */
  public byte[] bytes() {
    return json;
  }

  /** Returns a text or number as text; empty if there is none. */
  public String text(String path) {
    return texts.getOrDefault(path, "");
  }

  /** Returns the range of an object, or null if there is none. */
  public @Nullable Range object(String path) {
    return objects.get(path);
  }

  /** Returns the JSON of an object, or null if there is none. */
  public @Nullable String objectText(String path) {
    Range range = objects.get(path);
    return range == null
        ? null
        : new String(json, range.start(), range.end() - range.start(), StandardCharsets.UTF_8);
  }

  /** Returns the tree of an object in {@link #objectText}. */
  public static JsonNode parse(String object) {
    try {
      return WireJson.JsonTreeReader.MAPPER.readTree(object);
    } catch (JacksonException e) {
      throw new IllegalStateException("The object was parsed as a part of its line", e);
    }
  }
}
