package org.atomicagents.testing.internal.messages;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Checks the messages of a request: roles, blocks, and the pairs of tool calls and their results.
 *
 * <p>Source: <a href="https://platform.claude.com/docs/en/api/messages">Messages</a> and <a
 * href="https://platform.claude.com/docs/en/agents-and-tools/tool-use/handle-tool-calls">Handle
 * tool calls</a>.
 */
final class ClaudeMessages {
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "text", Set.of("type", "text", "cache_control", "citations"),
          "image", Set.of("type", "source", "cache_control"),
          "document", Set.of("type", "source", "cache_control", "title", "context", "citations"),
          "tool_use", Set.of("type", "id", "name", "input", "cache_control", "caller"),
          "tool_result", Set.of("type", "tool_use_id", "content", "is_error", "cache_control"),
          "thinking", Set.of("type", "thinking", "signature"),
          "redacted_thinking", Set.of("type", "data"));
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "text", List.of("text"),
          "image", List.of("source"),
          "document", List.of("source"),
          "tool_use", List.of("id", "name", "input"),
          "tool_result", List.of("tool_use_id"),
          "thinking", List.of("thinking", "signature"),
          "redacted_thinking", List.of("data"));
  private static final Set<String> IMAGE_TYPES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
  private static final Set<String> OF_USER = Set.of("image", "document", "tool_result");
  private static final Set<String> OF_ASSISTANT =
      Set.of("tool_use", "thinking", "redacted_thinking");

  private final JsonNode messages;
  private final ClaudeFamily family;

  private ClaudeMessages(JsonNode messages, ClaudeFamily family) {
    this.messages = messages;
    this.family = family;
  }

  static void check(JsonNode tree, ClaudeFamily family) {
    JsonNode messages = ClaudeFields.requireList(tree, "", "messages");
    if (messages.isEmpty()) {
      throw AnthropicErrors.invalid("messages", "at least one message is required");
    }
    var check = new ClaudeMessages(messages, family);
    for (int i = 0; i < messages.size(); i++) {
      check.checkMessage(i);
    }
    check.checkTools();
    check.checkEnd(tree);
  }

  private void checkMessage(int index) {
    String path = "messages." + index;
    JsonNode message = messages.get(index);
    ClaudeFields.requireObject(message, path);
    String role = ClaudeFields.requireText(message, path, "role");
    JsonNode content = ClaudeFields.require(message, path, "content");
    ClaudeFields.allow(message, path, Set.of("role", "content"));
    checkRole(index, role);
    boolean isLast = index == messages.size() - 1;
    if (!content.isArray() && !content.isString()) {
      throw AnthropicErrors.invalid(path + ".content", "Input should be a valid list");
    }
    boolean isEmpty = content.isString() ? content.stringValue().isEmpty() : content.isEmpty();
    if (isEmpty && !(isLast && role.equals("assistant"))) {
      throw AnthropicErrors.invalid(
          path,
          "all messages must have non-empty content except for the optional final assistant"
              + " message");
    }
    for (int i = 0; i < content.size(); i++) {
      checkBlock(path + ".content." + i, role, content.get(i));
    }
  }

  private void checkRole(int index, String role) {
    switch (role) {
      case "user", "assistant" -> {}
      case "system" -> {
        if (index == 0 || !family.hasSystemMessages()) {
          throw AnthropicErrors.invalid(
              "messages",
              "Unexpected role \"system\". The Messages API accepts a top-level `system` parameter,"
                  + " not \"system\" as an input message role.");
        }
      }
      default ->
          throw AnthropicErrors.invalid(
              "messages",
              "Unexpected role \"%s\". Allowed roles are \"user\" or \"assistant\"."
                  .formatted(role));
    }
  }

  private static void checkBlock(String path, String role, JsonNode block) {
    ClaudeFields.requireObject(block, path);
    String type = ClaudeFields.requireText(block, path, "type");
    if ((OF_USER.contains(type) && role.equals("assistant"))
        || (OF_ASSISTANT.contains(type) && !role.equals("assistant"))) {
      throw AnthropicErrors.invalid(
          path, "`%s` blocks are not permitted in messages with role `%s`".formatted(type, role));
    }
    for (String name : REQUIRED.getOrDefault(type, List.of())) {
      ClaudeFields.require(block, path + "." + type, name);
    }
    if (FIELDS.containsKey(type)) {
      ClaudeFields.allow(block, path + "." + type, FIELDS.get(type));
    }
    switch (type) {
      case "text" -> {
        if (ClaudeFields.requireText(block, path + ".text", "text").isEmpty()) {
          throw AnthropicErrors.invalid("messages", "text content blocks must be non-empty");
        }
      }
      case "image" -> checkImage(path + ".image.source", block.get("source"));
      case "document" -> ClaudeFields.requireText(block.get("source"), path + ".source", "type");
      case "tool_use" -> ClaudeFields.requireObject(block.get("input"), path + ".tool_use.input");
      case "tool_result" -> checkResult(path + ".tool_result.content", block.path("content"));
      default -> {}
    }
  }

  private static void checkImage(String path, JsonNode source) {
    String type = ClaudeFields.requireText(source, path, "type");
    if (type.equals("base64")) {
      ClaudeFields.require(source, path + ".base64", "data");
      ClaudeFields.require(source, path + ".base64", "media_type");
      ClaudeFields.requireOneOf(source, path + ".base64", "media_type", IMAGE_TYPES);
    }
  }

  private static void checkResult(String path, JsonNode content) {
    for (int i = 0; i < content.size(); i++) {
      checkBlock(path + "." + i, "user", content.get(i));
    }
  }

  private void checkTools() {
    for (int i = 0; i < messages.size(); i++) {
      Set<String> called = i == 0 ? Set.of() : ids(messages.get(i - 1), "tool_use", "id");
      Set<String> results = ids(messages.get(i), "tool_result", "tool_use_id");
      for (String id : results) {
        if (!called.contains(id)) {
          throw AnthropicErrors.invalid(
              "messages." + i + ".content." + index(messages.get(i), id),
              "unexpected `tool_use_id` found in `tool_result` blocks: %s. Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
                  .formatted(id));
        }
      }
      var missing = new LinkedHashSet<>(called);
      missing.removeAll(results);
      if (!missing.isEmpty()) {
        throw AnthropicErrors.invalid(
            "messages." + (i - 1),
            "`tool_use` ids were found without `tool_result` blocks immediately after: %s. Each `tool_use` block must have a corresponding `tool_result` block in the next message."
                .formatted(String.join(", ", missing)));
      }
    }
    requireUniqueIds();
  }

  private void requireUniqueIds() {
    var ids = new HashSet<String>();
    for (JsonNode message : messages) {
      for (JsonNode block : message.path("content")) {
        if (block.path("type").asString("").equals("tool_use")
            && !ids.add(block.path("id").asString(""))) {
          throw AnthropicErrors.invalid("messages", "`tool_use` ids must be unique");
        }
      }
    }
  }

  private static Set<String> ids(JsonNode message, String type, String name) {
    var ids = new LinkedHashSet<String>();
    for (JsonNode block : message.path("content")) {
      if (block.path("type").asString("").equals(type)) {
        ids.add(block.path(name).asString(""));
      }
    }
    return ids;
  }

  private static int index(JsonNode message, String id) {
    JsonNode content = message.path("content");
    int index = 0;
    while (!content.get(index).path("tool_use_id").asString("").equals(id)) {
      index++;
    }
    return index;
  }

  private void checkEnd(JsonNode tree) {
    JsonNode last = messages.get(messages.size() - 1);
    if (last.path("role").asString("").equals("assistant")) {
      checkPrefill(tree, last);
    }
    boolean hasBudget = tree.path("thinking").path("type").asString("").equals("enabled");
    if (hasBudget && messages.size() > 1 && !ids(last, "tool_result", "tool_use_id").isEmpty()) {
      String type = messages.get(messages.size() - 2).at("/content/0/type").asString("");
      if (!type.endsWith("thinking")) {
        throw AnthropicErrors.invalid(
            "messages." + (messages.size() - 2) + ".content.0.type",
            "Expected `thinking` or `redacted_thinking`, but found `%s`. When `thinking` is enabled, a final `assistant` message must start with a thinking block (preceding the lastmost set of `tool_use` and `tool_result` blocks)."
                .formatted(type));
      }
    }
  }

  private void checkPrefill(JsonNode tree, JsonNode last) {
    if (!ids(last, "tool_use", "id").isEmpty()) {
      throw AnthropicErrors.invalid(
          "messages." + (messages.size() - 1),
          "`tool_use` ids were found without `tool_result` blocks immediately after: %s. Each `tool_use` block must have a corresponding `tool_result` block in the next message."
              .formatted(String.join(", ", ids(last, "tool_use", "id"))));
    }
    if (family.refusesPrefill()) {
      throw AnthropicErrors.invalid(
          "This model does not support assistant message prefill. The conversation must end with a"
              + " user message.");
    }
    if (tree.path("output_config").has("format")) {
      throw AnthropicErrors.invalid(
          "Prefilling assistant messages is not supported with `output_config.format`.");
    }
    if (ClaudeParameters.thinks(tree)) {
      throw AnthropicErrors.invalid(
          "When `thinking` is enabled, a final `assistant` message is not permitted.");
    }
  }
}
