package org.atomicagents.internal.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonPath;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Finds the scalar values of a JSON text, outside of lists. */
final class ValueLocator {
  private final String json;
  private final List<JsonPath.Step> steps = new ArrayList<>();
  private final Map<JsonPath, Integer> starts = new HashMap<>();
  private final Set<JsonPath> repeated = new HashSet<>();
  private int characters;
  private int bytes;

  private ValueLocator(String json) {
    this.json = json;
  }

  /**
   * Returns the offset in UTF-8 of each scalar value by its path; empty if the text is not one JSON
   * value. A value whose key is repeated is not among them.
   */
  static Map<JsonPath, Integer> locate(String json) {
    var locator = new ValueLocator(json);
    try (JsonParser parser = JsonIo.parser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        locator.readObject(parser);
      }
      if (parser.nextToken() != null) {
        return Map.of();
      }
    } catch (JacksonException e) {
      return Map.of();
    }
    locator.starts.keySet().removeAll(locator.repeated);
    return locator.starts;
  }

  private void readObject(JsonParser parser) {
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken token = parser.nextToken();
      steps.addLast(new JsonPath.Key(name));
      if (token == JsonToken.START_OBJECT) {
        readObject(parser);
      } else if (token == JsonToken.START_ARRAY) {
        parser.skipChildren();
      } else {
        int offset = byteOffset((int) parser.currentTokenLocation().getCharOffset());
        var path = new JsonPath(steps);
        if (starts.put(path, offset) != null) {
          repeated.add(path);
        }
      }
      steps.removeLast();
    }
  }

  /** Returns an offset in UTF-8; offsets are queried in ascending order. */
  private int byteOffset(int offset) {
    for (; characters < offset; characters++) {
      char c = json.charAt(characters);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
