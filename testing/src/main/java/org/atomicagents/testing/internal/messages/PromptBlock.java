package org.atomicagents.testing.internal.messages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomicagents.testing.internal.generate.SimpleTokenizer;
import org.atomicagents.testing.internal.server.ServerJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One block of a prompt in the order of caching: tools, system, messages.
 *
 * @param path the position in the request, for errors
 * @param text the canonical JSON text without cache markers, with the role
 * @param isThinking whether the block is thinking of the model
 * @param cacheTime how long a marker caches the prompt up to here; null without a marker
 */
record PromptBlock(String path, String text, boolean isThinking, @Nullable Duration cacheTime) {
  static final Duration SHORT_TIME = Duration.ofMinutes(5);
  static final Duration LONG_TIME = Duration.ofHours(1);
  private static final String MARKER = "cache_control";
  private static final int BLOCK_TOKENS = 2;

  /** Returns the blocks of a request whose shape was checked. */
  static List<PromptBlock> of(JsonNode tree) {
    var blocks = new ArrayList<PromptBlock>();
    JsonNode tools = tree.path("tools");
    for (int i = 0; i < tools.size(); i++) {
      blocks.add(block("tools." + i, "tool", tools.get(i)));
    }
    add(blocks, "system", "system", tree.path("system"));
    JsonNode messages = tree.path("messages");
    for (int i = 0; i < messages.size(); i++) {
      blocks.addAll(ofMessage("messages." + i, messages.get(i)));
    }
    if (tree.has(MARKER) && !blocks.isEmpty()) {
      PromptBlock last = blocks.removeLast();
      blocks.add(new PromptBlock(last.path, last.text, last.isThinking, time(tree)));
    }
    return blocks;
  }

  /** Returns the blocks of one message; a text is one block. */
  static List<PromptBlock> ofMessage(String path, JsonNode message) {
    var blocks = new ArrayList<PromptBlock>();
    add(blocks, path + ".content", message.path("role").asString(""), message.path("content"));
    return blocks;
  }

  private static void add(List<PromptBlock> blocks, String path, String role, JsonNode content) {
    if (content.isString()) {
      ObjectNode text = JsonNodeFactory.instance.objectNode().put("type", "text");
      blocks.add(block(path, role, text.set("text", content)));
    }
    for (int i = 0; i < content.size(); i++) {
      blocks.add(block(path + "." + i, role, content.get(i)));
    }
  }

  private static PromptBlock block(String path, String role, JsonNode block) {
    Duration own = time(block);
    for (JsonNode part : block.path("content")) {
      own = own == null ? time(part) : own;
    }
    return new PromptBlock(
        path,
        role + " " + ServerJson.text(canonical(block)),
        block.path("type").asString("").endsWith("thinking"),
        own);
  }

  private static @Nullable Duration time(JsonNode marked) {
    JsonNode marker = marked.path(MARKER);
    if (!marker.isObject()) {
      return null;
    }
    return marker.path("ttl").asString("").equals("1h") ? LONG_TIME : SHORT_TIME;
  }

  private static JsonNode canonical(JsonNode value) {
    if (value.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      value.values().forEach(item -> array.add(canonical(item)));
      return array;
    }
    if (!value.isObject()) {
      return value;
    }
    var fields = new TreeMap<String, JsonNode>();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      if (!field.getKey().equals(MARKER) && !field.getValue().isNull()) {
        fields.put(field.getKey(), canonical(field.getValue()));
      }
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.setAll(fields);
    return object;
  }

  int tokens() {
    return BLOCK_TOKENS + SimpleTokenizer.count(text);
  }
}
