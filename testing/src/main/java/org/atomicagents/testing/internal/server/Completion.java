package org.atomicagents.testing.internal.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.testing.internal.generate.SimpleTokenizer;
import org.atomicagents.testing.internal.generate.SimulatedProbabilities;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A generated chat completion, and its JSON as one object or as chunks.
 *
 * @param id the common suffix of the ids of the response
 * @param tool the name of the called tool; null if the tokens are text
 * @param tokens the tokens of the text or of the tool's arguments
 * @param finishReason OpenAI's reason why the response ended
 * @param stopSequence the requested text at which the response ended; null for none
 */
public record Completion(
    String id,
    Instant created,
    String model,
    @Nullable String tool,
    List<String> tokens,
    String finishReason,
    @Nullable String stopSequence,
    int promptTokens) {

  /** Returns the text or the arguments of the tool. */
  public String text() {
    return String.join("", tokens);
  }

  /** Returns a copy with another text. */
  public Completion withText(String text) {
    return new Completion(
        id,
        created,
        model,
        tool,
        SimpleTokenizer.of(text),
        finishReason,
        stopSequence,
        promptTokens);
  }

  /** Returns whether the response ended at the maximum number of tokens. */
  public boolean isTruncated() {
    return finishReason.equals("length");
  }

  ObjectNode completeResponse(SimulatedProbabilities probabilities) {
    String text = text();
    ObjectNode message = object().put("role", "assistant").putNull("refusal");
    if (tool == null) {
      message.put("content", text);
    } else {
      message.putNull("content").putArray("tool_calls").add(toolCall(text));
    }
    ObjectNode response = envelope("chat.completion");
    ObjectNode choice = response.putArray("choices").addObject().put("index", 0);
    choice.set("message", message);
    putProbabilities(choice, text, probabilities);
    choice.put("finish_reason", finishReason);
    response.set("usage", usage());
    return response;
  }

  /** Returns the first chunk, with the role and the called tool. */
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

  ObjectNode textChunk(String text, SimulatedProbabilities probabilities) {
    ObjectNode delta = object();
    if (tool == null) {
      delta.put("content", text);
    } else {
      ObjectNode call = delta.putArray("tool_calls").addObject().put("index", 0);
      call.putObject("function").put("arguments", text);
    }
    ObjectNode chunk = chunk(delta, null);
    putProbabilities((ObjectNode) chunk.path("choices").path(0), text, probabilities);
    return chunk;
  }

  private void putProbabilities(
      ObjectNode choice, String text, SimulatedProbabilities probabilities) {
    if (tool == null && probabilities.isRequested()) {
      choice.putObject("logprobs").putNull("refusal").set("content", probabilities.tokens(text));
    } else {
      choice.putNull("logprobs");
    }
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

  /** Returns the text in chunks of {@code size} tokens. */
  List<String> splitByTokens(int size) {
    var chunks = new ArrayList<String>();
    for (int i = 0; i < tokens.size(); i += size) {
      chunks.add(String.join("", tokens.subList(i, Math.min(tokens.size(), i + size))));
    }
    return chunks;
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
