package org.atomicagents.corpus;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Applies patches to JSON documents and compares documents. */
final class JsonDifference {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private JsonDifference() {}

  /**
   * Returns the result of a JSON Patch (RFC 6902) of {@code add} and {@code replace} operations,
   * and of the extension {@code append} for strings.
   */
  static JsonNode patched(JsonNode document, String patch) {
    JsonNode result = document.deepCopy();
    for (JsonNode change : MAPPER.readTree(patch)) {
      result = changed(result, change.get("op").stringValue(), change);
    }
    return result;
  }

  private static JsonNode changed(JsonNode document, String operation, JsonNode change) {
    String path = change.get("path").stringValue();
    if (path.isEmpty()) {
      return change.get("value");
    }
    int last = path.lastIndexOf('/');
    JsonNode parent = document.at(path.substring(0, last));
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
    switch (parent) {
      case ObjectNode object -> object.set(token, value);
      case ArrayNode list when isThere -> list.set(Integer.parseInt(token), value);
      case ArrayNode list when Integer.parseInt(token) == list.size() -> list.add(value);
      default -> throw new IllegalStateException(change + " of " + document);
    }
    return document;
  }

  /** Returns whether a document only adds keys, list items and text to an earlier one. */
  static boolean isGrown(JsonNode before, JsonNode after) {
    return switch (before) {
      case ObjectNode object ->
          after.isObject()
              && object
                  .propertyStream()
                  .allMatch(property ->
                      after.has(property.getKey())
                          && isGrown(property.getValue(), after.get(property.getKey())));
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

  /** Returns whether a document equals another one, which may have more keys. */
  static boolean isWithin(JsonNode part, JsonNode complete) {
    return switch (part) {
      case ObjectNode object ->
          complete.isObject()
              && object
                  .propertyStream()
                  .allMatch(property ->
                      complete.has(property.getKey())
                          && isWithin(property.getValue(), complete.get(property.getKey())));
      case ArrayNode list -> {
        boolean isWithin = complete.isArray() && complete.size() == list.size();
        for (int i = 0; isWithin && i < list.size(); i++) {
          isWithin = isWithin(list.get(i), complete.get(i));
        }
        yield isWithin;
      }
      default -> part.equals(complete);
    };
  }
}
