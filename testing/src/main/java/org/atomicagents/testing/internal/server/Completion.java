package org.atomicagents.testing.internal.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer, and the JSON that tells it whole or in pieces.
 *
 * @param id what all ids in it are made of
 * @param tool the tool that is called, or null if the tokens are text
 * @param tokens of the text or of the tool's arguments
 */
record Completion(
    String id,
    Instant created,
    String model,
    @Nullable String tool,
    List<String> tokens,
    String finishReason,
    int promptTokens) {

  ObjectNode completeResponse() {
    String said = String.join("", tokens);
    ObjectNode message = object().put("role", "assistant").putNull("refusal");
    if (tool == null) {
      message.put("content", said);
    } else {
      message.putNull("content").putArray("tool_calls").add(toolCall(said));
    }
    ObjectNode answer = envelope("chat.completion");
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    choice.set("message", message);
    choice.putNull("logprobs").put("finish_reason", finishReason);
    answer.set("usage", usage());
    return answer;
  }

  /** The first chunk: who speaks, and which tool is called. */
  ObjectNode firstChunk() {
    ObjectNode delta = object().put("role", "assistant").putNull("refusal");
    if (tool == null) {
      delta.put("content", "");
    } else {
      ObjectNode call = object().put("index", 0).setAll(toolCall(""));
      delta.putNull("content").putArray("tool_calls").add(call);
    }
    return chunk(delta, null);
  }

  ObjectNode textChunk(String text) {
    ObjectNode delta = object();
    if (tool == null) {
      delta.put("content", text);
    } else {
      ObjectNode call = delta.putArray("tool_calls").addObject().put("index", 0);
      call.putObject("function").put("arguments", text);
    }
    return chunk(delta, null);
  }

  ObjectNode finalChunk() {
    return chunk(object(), finishReason);
  }

  ObjectNode usageChunk() {
    ObjectNode chunk = envelope("chat.completion.chunk");
    chunk.putArray("choices");
    chunk.set("usage", usage());
    return chunk;
  }

  /** The answer's text in pieces of so many tokens. */
  List<String> splitByTokens(int size) {
    var pieces = new ArrayList<String>();
    for (int i = 0; i < tokens.size(); i += size) {
      pieces.add(String.join("", tokens.subList(i, Math.min(tokens.size(), i + size))));
    }
    return pieces;
  }

  private ObjectNode usage() {
    ObjectNode usage = object();
    usage.put("prompt_tokens", promptTokens).put("completion_tokens", tokens.size());
    usage.put("total_tokens", promptTokens + tokens.size());
    usage.putObject("prompt_tokens_details").put("cached_tokens", 0).put("audio_tokens", 0);
    usage
        .putObject("completion_tokens_details")
        .put("reasoning_tokens", 0)
        .put("audio_tokens", 0)
        .put("accepted_prediction_tokens", 0)
        .put("rejected_prediction_tokens", 0);
    return usage;
  }

  private ObjectNode chunk(ObjectNode delta, @Nullable String reason) {
    ObjectNode chunk = envelope("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs").put("finish_reason", reason);
    return chunk;
  }

  private ObjectNode toolCall(String arguments) {
    ObjectNode call = object().put("id", "call_" + id).put("type", "function");
    call.putObject("function").put("name", tool).put("arguments", arguments);
    return call;
  }

  private ObjectNode envelope(String kind) {
    return object()
        .put("id", "chatcmpl-" + id)
        .put("object", kind)
        .put("created", created.getEpochSecond())
        .put("model", model)
        .put("system_fingerprint", "fp_simulated");
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
