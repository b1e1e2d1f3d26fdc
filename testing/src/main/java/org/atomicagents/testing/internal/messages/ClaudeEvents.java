package org.atomicagents.testing.internal.messages;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.atomicagents.testing.internal.server.ServerJson;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server-sent events of a message; those with text are created when they are read. Immutable.
 *
 * <p>Source: <a
 * href="https://platform.claude.com/docs/en/build-with-claude/streaming">Streaming</a>.
 */
final class ClaudeEvents extends AbstractList<String> implements RandomAccess {
  private final ClaudeResponse response;
  private final List<String> chunks;
  private final List<ObjectNode> before = new ArrayList<>();
  private final List<ObjectNode> after = new ArrayList<>();
  private final int blockIndex;

  ClaudeEvents(ClaudeResponse response, List<String> chunks) {
    this.response = response;
    this.chunks = response.isRefused() ? List.of() : List.copyOf(chunks);
    this.blockIndex = response.hasThinking() ? 1 : 0;
    addBeginning();
    addEnd();
  }

  /** Returns an event with the given data, which names its type. */
  static String event(ObjectNode data) {
    return "event: " + data.get("type").stringValue() + "\ndata: " + ServerJson.text(data) + "\n\n";
  }

  /** Returns the index of the first event with text. */
  int firstText() {
    return before.size();
  }

  int textEvents() {
    return chunks.size();
  }

  @Override
  public int size() {
    return before.size() + chunks.size() + after.size();
  }

  @Override
  public String get(int index) {
    int text = index - before.size();
    return event(
        text < 0
            ? before.get(index)
            : text < chunks.size() ? textDelta(chunks.get(text)) : after.get(text - chunks.size()));
  }

  private void addBeginning() {
    before.add(data("message_start").set("message", response.start()));
    if (response.isRefused()) {
      before.add(data("ping"));
      return;
    }
    if (response.hasThinking()) {
      addThinking();
    }
    before.add(
        blockEvent("content_block_start", blockIndex).set("content_block", response.block("")));
    before.add(data("ping"));
  }

  private void addThinking() {
    before.add(
        blockEvent("content_block_start", 0).set("content_block", response.thinkingBlock("", "")));
    if (!response.isRedacted()) {
      if (!response.thinking().isEmpty()) {
        before.add(delta(0, "thinking_delta", "thinking", response.thinking()));
      }
      before.add(delta(0, "signature_delta", "signature", response.signature()));
    }
    before.add(blockEvent("content_block_stop", 0));
  }

  private void addEnd() {
    if (!response.isRefused()) {
      after.add(blockEvent("content_block_stop", blockIndex));
    }
    ObjectNode end = data("message_delta");
    end.set("delta", response.stop());
    end.set("usage", response.usage(response.outputTokens()));
    after.add(end);
    after.add(data("message_stop"));
  }

  private ObjectNode textDelta(String text) {
    return response.isCall()
        ? delta(blockIndex, "input_json_delta", "partial_json", text)
        : delta(blockIndex, "text_delta", "text", text);
  }

  private static ObjectNode delta(int index, String type, String name, String value) {
    ObjectNode event = blockEvent("content_block_delta", index);
    event.putObject("delta").put("type", type).put(name, value);
    return event;
  }

  private static ObjectNode blockEvent(String type, int index) {
    return data(type).put("index", index);
  }

  private static ObjectNode data(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
