package org.atomicagents.corpus;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How one JSON document leads to another. */
final class JsonDifference {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private JsonDifference() {}

  /**
   * The document that a JSON Patch (RFC 6902) of adds and replacements, and of what is appended to
   * texts, makes of another.
   */
  static JsonNode patched(JsonNode document, String patch) {
    JsonNode now = document.deepCopy();
    for (JsonNode change : MAPPER.readTree(patch)) {
      now = changed(now, change.get("op").stringValue(), change);
    }
    return now;
  }

  private static JsonNode changed(JsonNode document, String operation, JsonNode change) {
    String path = change.get("path").stringValue();
    if (path.isEmpty()) {
      return change.get("value");
    }
    int last = path.lastIndexOf('/');
    JsonNode around = document.at(path.substring(0, last));
    String token = path.substring(last + 1).replace("~1", "/").replace("~0", "~");
    boolean isThere = !document.at(path).isMissingNode();
    if (isThere == operation.equals("add")) {
      throw new IllegalStateException(change + " of " + document);
    }
    JsonNode value = change.get("value");
    if (operation.equals("append")) {
      String longer = document.at(path).stringValue() + value.stringValue();
      value = MAPPER.getNodeFactory().stringNode(longer);
    }
    switch (around) {
      case ObjectNode object -> object.set(token, value);
      case ArrayNode list when isThere -> list.set(Integer.parseInt(token), value);
      case ArrayNode list when Integer.parseInt(token) == list.size() -> list.add(value);
      default -> throw new IllegalStateException(change + " of " + document);
    }
    return document;
  }

  /** Whether all that was there is there, texts and lists only have more at their end. */
  static boolean isGrown(JsonNode before, JsonNode after) {
    return switch (before) {
      case ObjectNode object ->
          after.isObject()
              && object
                  .propertyStream()
                  .allMatch(each ->
                      after.has(each.getKey())
                          && isGrown(each.getValue(), after.get(each.getKey())));
      case ArrayNode list -> {
        boolean isGrown = after.isArray() && after.size() >= list.size();
        for (int i = 0; isGrown && i < list.size(); i++) {
          isGrown = isGrown(list.get(i), after.get(i));
        }
        yield isGrown;
      }
      default ->
          (before.isString() && after.isString())
              ? after.stringValue().startsWith(before.stringValue())
              : before.equals(after);
    };
  }

  /** Whether all of a document stands in another, which may have more keys. */
  static boolean isWithin(JsonNode part, JsonNode whole) {
    return switch (part) {
      case ObjectNode object ->
          whole.isObject()
              && object
                  .propertyStream()
                  .allMatch(each ->
                      whole.has(each.getKey())
                          && isWithin(each.getValue(), whole.get(each.getKey())));
      case ArrayNode list -> {
        boolean isWithin = whole.isArray() && whole.size() == list.size();
        for (int i = 0; isWithin && i < list.size(); i++) {
          isWithin = isWithin(list.get(i), whole.get(i));
        }
        yield isWithin;
      }
      default -> part.equals(whole);
    };
  }
}
