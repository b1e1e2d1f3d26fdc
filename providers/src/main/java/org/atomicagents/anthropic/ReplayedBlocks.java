package org.atomicagents.anthropic;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The blocks of an earlier response, with those that only Claude understands in their places.
 *
 * <p>An opaque part is {@code {"messages_content":[...],"text_hash":"..."}}. Its blocks are
 * unchanged, except that texts and tool calls have no content: the content is that of the message,
 * which may have been repaired or edited. A text that was not changed is split as it was.
 */
final class ReplayedBlocks {
  /** The key of the blocks. */
  static final String KEY = "messages_content";

  /** The key of the hash of the text. */
  static final String HASH = "text_hash";

  /** The key of the length of a text. */
  static final String LENGTH = "length";

  private final List<MessageBlock> blocks = new ArrayList<>();
  private final List<Content.ToolCall> calls = new ArrayList<>();
  private @Nullable String text;
  private int trailingThinking;

  ReplayedBlocks(Message message, String model) {
    String all = message.text();
    this.text = all.isBlank() ? null : all;
    var opaque = new ArrayList<String>(0);
    for (Content part : message.parts()) {
      if (part instanceof Content.ToolCall call) {
        calls.add(call);
      } else if (part instanceof Content.Opaque known && known.isFor(Anthropic.PROVIDER, model)) {
        opaque.add(known.json());
      }
    }
    opaque.forEach(this::replay);
    writeRest();
    // The API rejects a response that ends with thinking.
    blocks.subList(blocks.size() - trailingThinking, blocks.size()).clear();
  }

  /** Returns the hash of a text. */
  static String hash(String text) {
    return Integer.toHexString(text.hashCode());
  }

  List<MessageBlock> blocks() {
    return blocks;
  }

  private void replay(String part) {
    var content = new ArrayList<String>();
    var hash = new StringBuilder();
    try (JsonParser json = WireJson.parser(part)) {
      json.nextToken();
      WireJson.readFields(
          json,
          name -> {
            switch (name) {
              case KEY -> WireJson.readObjects(json, () -> content.add(WireJson.copy(json)));
              case HASH -> hash.append(json.getValueAsString(""));
              default -> {}
            }
          });
    }
    replay(content, hash.toString());
  }

  private void replay(List<String> content, String hash) {
    List<JsonNode> nodes = content.stream().map(WireJson.JsonTreeReader.MAPPER::readTree).toList();
    String all = text;
    boolean isUnchanged = all != null && hash.equals(hash(all));
    long texts = nodes.stream().filter(block -> type(block).equals("text")).count();
    int start = 0;
    for (int i = 0; i < nodes.size(); i++) {
      JsonNode block = nodes.get(i);
      switch (type(block)) {
        case "text" -> {
          texts--;
          if (all != null && isUnchanged) {
            int end = Math.min(all.length(), start + block.path(LENGTH).asInt(0));
            addText(block, all.substring(start, end));
            start = end;
          } else if (all != null && texts == 0) {
            addText(block, all);
          }
        }
        case "tool_use" -> replayCall(block);
        case "thinking", "redacted_thinking" -> {
          blocks.add(MessageBlock.replayed(content.get(i)));
          trailingThinking++;
        }
        default -> add(MessageBlock.replayed(content.get(i)));
      }
    }
  }

  private static String type(JsonNode block) {
    return block.path("type").asString("");
  }

  private void add(MessageBlock block) {
    blocks.add(block);
    trailingThinking = 0;
  }

  private void addText(JsonNode block, String part) {
    text = null;
    if (part.isBlank()) {
      return;
    }
    if (block.has("citations")) {
      ObjectNode copy = ((ObjectNode) block).deepCopy();
      copy.remove(LENGTH);
      add(MessageBlock.replayed(copy.put("text", part).toString()));
    } else {
      add(new MessageBlock(new Content.Text(part), "", false));
    }
  }

  private void replayCall(JsonNode block) {
    String id = block.path("id").asString("");
    for (Content.ToolCall call : calls) {
      if (call.id().equals(id)) {
        add(new MessageBlock(call, "", false));
        calls.remove(call);
        return;
      }
    }
  }

  /** Adds the text and the calls that no replayed block contained. */
  private void writeRest() {
    if (text != null) {
      add(new MessageBlock(new Content.Text(text), "", false));
    }
    calls.forEach(call -> add(new MessageBlock(call, "", false)));
  }
}
