package org.atomicagents.testing.internal.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A chat-completions request, as far as it decides the answer. */
record ChatRequest(JsonNode tree, String model, RequestedOutput goal) {
  private static final Set<String> INSTRUCTION_ROLES = Set.of("system", "developer");

  static ChatRequest parse(byte[] body) {
    JsonNode tree = ServerJson.readRequest(body);
    if (!tree.path("model").isString()) {
      throw ApiError.missing("model");
    }
    if (!tree.has("messages")) {
      throw ApiError.missing("messages");
    }
    if (!tree.get("messages").isArray() || tree.get("messages").isEmpty()) {
      throw ApiError.invalid("messages", "expected an array with at least one message.");
    }
    if (tree.path("n").asInt(1) != 1) {
      throw ApiError.invalid("n", "only one choice is made here.");
    }
    return new ChatRequest(
        tree, tree.get("model").stringValue(), RequestedOutput.of(tree, instructions(tree)));
  }

  boolean stream() {
    return tree.path("stream").asBoolean(false);
  }

  boolean includeUsage() {
    return tree.path("stream_options").path("include_usage").asBoolean(false);
  }

  /** The longest answer in tokens. */
  int maxTokens() {
    JsonNode limit = tree.path("max_completion_tokens");
    int most = (limit.isNumber() ? limit : tree.path("max_tokens")).asInt(Integer.MAX_VALUE);
    if (most < 1) {
      throw ApiError.invalid("max_tokens", "expected 1 or more, found " + most + ".");
    }
    return most;
  }

  /** The texts at which the answer ends. */
  List<String> stopSequences() {
    JsonNode stop = tree.path("stop");
    if (stop.isArray()) {
      return stop.values().stream().map(JsonNode::asString).toList();
    }
    return stop.isString() ? List.of(stop.stringValue()) : List.of();
  }

  /** What makes this request differ from others, whether it is streamed or not. */
  String identity() {
    ObjectNode identity = ((ObjectNode) tree).deepCopy();
    identity.remove(List.of("stream", "stream_options"));
    return ServerJson.text(identity);
  }

  /** The words of the user's last message; of its values, if it is JSON. */
  String lastUserText() {
    String said = "";
    for (JsonNode message : tree.get("messages")) {
      if (message.path("role").asString("").equals("user")) {
        said = text(message.path("content"));
      }
    }
    try {
      JsonNode json = ServerJson.read(said);
      return json.isContainer() ? String.join(" ", strings(json)) : said;
    } catch (JacksonException plainText) {
      return said;
    }
  }

  int promptTokens() {
    int tokens = 2;
    for (JsonNode message : tree.get("messages")) {
      tokens += 4 + SimpleTokenizer.count(text(message.path("content")));
      for (JsonNode call : message.path("tool_calls")) {
        tokens += SimpleTokenizer.count(ServerJson.text(call.path("function")));
      }
    }
    for (String part : List.of("tools", "response_format")) {
      tokens += tree.has(part) ? SimpleTokenizer.count(ServerJson.text(tree.get(part))) : 0;
    }
    return tokens;
  }

  /**
   * Returns the text of the first message if it is a system message, else an empty text.
   *
   * <p>No other message can ask for a schema: later system messages may carry results of tools.
   */
  private static String instructions(JsonNode tree) {
    JsonNode first = tree.get("messages").get(0);
    return INSTRUCTION_ROLES.contains(first.path("role").asString(""))
        ? text(first.path("content"))
        : "";
  }

  private static String text(JsonNode content) {
    if (!content.isArray()) {
      return content.asString("");
    }
    var text = new StringBuilder();
    for (JsonNode part : content) {
      text.append(part.path("text").asString(""));
    }
    return text.toString();
  }

  private static List<String> strings(JsonNode json) {
    var strings = new ArrayList<String>();
    for (JsonNode each : json) {
      if (each.isString()) {
        strings.add(each.stringValue());
      } else {
        strings.addAll(strings(each));
      }
    }
    return strings;
  }
}
