package org.atomicagents.testing.internal.messages;

import org.atomicagents.testing.internal.server.Completion;
import org.atomicagents.testing.internal.server.ServerJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A generated message, and its blocks as JSON: thinking if the model thinks, then a text or a call.
 */
record ClaudeResponse(Completion completion, ClaudeRequest request, PromptCache.PromptUse cache) {
  private static final String THINKING = "Considered the request.";
  private static final int THINKING_TOKENS = 8;

  boolean hasThinking() {
    return request.thinks();
  }

  boolean isRedacted() {
    return request.isRedacted();
  }

  boolean isCall() {
    return completion.tool() != null;
  }

  boolean isRefused() {
    return request.isRefused();
  }

  /** Returns the text of the thinking that the client receives; may be empty. */
  String thinking() {
    return request.hidesThinking() ? "" : THINKING;
  }

  String signature() {
    return ThinkingSignature.of(
        request.model(), isRedacted() ? "" : thinking(), request.messages());
  }

  /** Returns the complete message. */
  ObjectNode complete() {
    ObjectNode message = envelope();
    ArrayNode content = message.putArray("content");
    if (hasThinking() && !isRefused()) {
      content.add(thinkingBlock(thinking(), signature()));
    }
    if (!isRefused()) {
      content.add(block(completion.text()));
    }
    message.setAll(stop());
    message.set("usage", usage(outputTokens()));
    return message;
  }

  /** Returns the message without content, as at its start. */
  ObjectNode start() {
    ObjectNode message = envelope();
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence").putNull("stop_details");
    message.set("usage", usage(1));
    return message;
  }

  private ObjectNode envelope() {
    return object()
        .put("id", "msg_" + completion.id())
        .put("type", "message")
        .put("role", "assistant")
        .put("model", completion.model());
  }

  /** Returns a thinking block; redacted thinking has neither a text nor a signature. */
  ObjectNode thinkingBlock(String text, String signature) {
    return isRedacted()
        ? object().put("type", "redacted_thinking").put("data", signature())
        : object().put("type", "thinking").put("thinking", text).put("signature", signature);
  }

  /**
   * Returns the text or the call.
   *
   * @param text the text or the arguments of the call; empty arguments at the start of a stream
   */
  ObjectNode block(String text) {
    if (!isCall()) {
      return object().put("type", "text").put("text", text);
    }
    ObjectNode call =
        object()
            .put("type", "tool_use")
            .put("id", "toolu_" + completion.id())
            .put("name", completion.tool());
    // Truncated arguments are no JSON; Anthropic sends an empty object too.
    boolean isComplete = !text.isEmpty() && !completion.isTruncated();
    call.set("input", isComplete ? ServerJson.read(text) : object());
    return call;
  }

  /** Returns the reason why the message ended. */
  ObjectNode stop() {
    String sequence = isRefused() ? null : completion.stopSequence();
    ObjectNode stop =
        object().put("stop_reason", stopReason(sequence)).put("stop_sequence", sequence);
    if (isRefused()) {
      stop.putObject("stop_details").put("type", "refusal").putNull("category");
    } else {
      stop.putNull("stop_details");
    }
    return stop;
  }

  private String stopReason(@Nullable String sequence) {
    if (isRefused()) {
      return "refusal";
    }
    if (completion.isTruncated()) {
      return "max_tokens";
    }
    if (isCall()) {
      return "tool_use";
    }
    return sequence == null ? "end_turn" : "stop_sequence";
  }

  int outputTokens() {
    if (isRefused()) {
      return 1;
    }
    return completion.tokens().size() + (hasThinking() ? THINKING_TOKENS : 0);
  }

  ObjectNode usage(int outputTokens) {
    ObjectNode usage =
        object()
            .put("input_tokens", cache.input())
            .put("cache_creation_input_tokens", cache.shortWrite() + cache.longWrite())
            .put("cache_read_input_tokens", cache.read());
    usage
        .putObject("cache_creation")
        .put("ephemeral_5m_input_tokens", cache.shortWrite())
        .put("ephemeral_1h_input_tokens", cache.longWrite());
    usage.put("output_tokens", outputTokens);
    usage
        .putObject("output_tokens_details")
        .put("thinking_tokens", hasThinking() && outputTokens > 1 ? THINKING_TOKENS : 0);
    return usage.put("service_tier", "standard");
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
