package org.atomicagents.testing.internal.messages;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks the fields of objects in requests, with Anthropic's error texts. */
final class ClaudeFields {
  private ClaudeFields() {}

  /** Throws an error if the object has a field that is not allowed. */
  static void allow(JsonNode object, String path, Set<String> allowed) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!allowed.contains(field.getKey())) {
        throw AnthropicErrors.invalid(join(path, field.getKey()), "Extra inputs are not permitted");
      }
    }
  }

  static String requireText(JsonNode object, String path, String name) {
    JsonNode value = require(object, path, name);
    if (!value.isString()) {
      throw AnthropicErrors.invalid(join(path, name), "Input should be a valid string");
    }
    return value.stringValue();
  }

  static JsonNode require(JsonNode object, String path, String name) {
    if (!object.has(name)) {
      throw AnthropicErrors.invalid(join(path, name), "Field required");
    }
    return object.get(name);
  }

  static JsonNode requireList(JsonNode object, String path, String name) {
    JsonNode value = require(object, path, name);
    if (!value.isArray()) {
      throw AnthropicErrors.invalid(join(path, name), "Input should be a valid list");
    }
    return value;
  }

  static void requireObject(JsonNode value, String path) {
    if (!value.isObject()) {
      throw AnthropicErrors.invalid(path, "Input should be a valid dictionary");
    }
  }

  /** Throws an error unless the field is absent, null or one of these texts. */
  static void requireOneOf(JsonNode object, String path, String name, Set<String> allowed) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull() || allowed.contains(value.asString(""))) {
      return;
    }
    String expected =
        String.join(", ", allowed.stream().sorted().map(text -> "'" + text + "'").toList());
    throw AnthropicErrors.invalid(join(path, name), "Input should be one of " + expected);
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
