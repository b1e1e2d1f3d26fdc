package org.atomicagents.testing.internal.messages;

import java.util.List;
import org.atomicagents.testing.internal.server.TextEvents;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server-sent events of a message; those with text are created when they are read. Immutable.
 *
 * <p>Source: <a
 * href="https://platform.claude.com/docs/en/build-with-claude/streaming">Streaming</a>.
 */
final class ClaudeEvents extends TextEvents {
  private final ClaudeResponse response;
  private final int blockIndex;

  ClaudeEvents(ClaudeResponse response, List<String> chunks) {
    super(response.isRefused() ? List.of() : chunks);
    this.response = response;
    this.blockIndex = response.hasThinking() ? 1 : 0;
    addBeginning();
    addEnd();
  }

  private void addBeginning() {
    addBefore(data("message_start").set("message", response.start()));
    if (response.isRefused()) {
      addBefore(data("ping"));
      return;
    }
    if (response.hasThinking()) {
      addThinking();
    }
    addBefore(
        blockEvent("content_block_start", blockIndex).set("content_block", response.block("")));
    addBefore(data("ping"));
  }

  private void addThinking() {
    addBefore(
        blockEvent("content_block_start", 0).set("content_block", response.thinkingBlock("", "")));
    if (!response.isRedacted()) {
      if (!response.thinking().isEmpty()) {
        addBefore(delta(0, "thinking_delta", "thinking", response.thinking()));
      }
      addBefore(delta(0, "signature_delta", "signature", response.signature()));
    }
    addBefore(blockEvent("content_block_stop", 0));
  }

  private void addEnd() {
    if (!response.isRefused()) {
      addAfter(blockEvent("content_block_stop", blockIndex));
    }
    ObjectNode end = data("message_delta");
    end.set("delta", response.stop());
    end.set("usage", response.usage(response.outputTokens()));
    addAfter(end);
    addAfter(data("message_stop"));
  }

  @Override
  protected ObjectNode textDelta(String text) {
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
