package org.atomicagents.testing.internal.server;

import org.atomicagents.testing.internal.generate.SimulatedProbabilities;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A generated response of the Responses API, and its items as JSON: reasoning if the model reasons,
 * then a message or a function call.
 */
record GeneratedResponse(
    Completion completion, ResponsesRequest request, SimulatedProbabilities probabilities) {
  private static final String SUMMARY = "Considered the request.";
  private static final int REASONING_TOKENS = 8;

  boolean hasReasoning() {
    return request.reasons();
  }

  /** Returns the summary of the reasoning; null if none was requested. */
  @Nullable String summary() {
    return request.summarizes() ? SUMMARY : null;
  }

  boolean isCall() {
    return completion.tool() != null;
  }

  String text() {
    return String.join("", completion.tokens());
  }

  /** Returns the id of the message or the call. */
  String itemId() {
    String prefix = isCall() ? "fc_" : "msg_";
    return hasReasoning()
        ? ReplayedReasoning.nextId(prefix, reasoningId())
        : prefix + completion.id();
  }

  String reasoningId() {
    return ReplayedReasoning.id(completion.id());
  }

  /** Returns the complete response. */
  ObjectNode complete() {
    ObjectNode response = envelope(status());
    if (!isComplete()) {
      response.putObject("incomplete_details").put("reason", "max_output_tokens");
    }
    ArrayNode output = response.putArray("output");
    if (hasReasoning()) {
      output.add(reasoning());
    }
    output.add(item(status(), text()));
    response.set("usage", usage());
    return response;
  }

  String status() {
    return isComplete() ? "completed" : "incomplete";
  }

  /** Returns the response with a status, without output. */
  ObjectNode envelope(String status) {
    ObjectNode response =
        object()
            .put("id", "resp_" + completion.id())
            .put("object", "response")
            .put("created_at", completion.created().getEpochSecond())
            .put("status", status)
            .put("background", false)
            .putNull("error")
            .putNull("incomplete_details")
            .put("model", completion.model());
    response.putArray("output");
    return response
        .put("store", request.tree().path("store").asBoolean(true))
        .putNull("previous_response_id")
        .putNull("usage");
  }

  ObjectNode reasoning() {
    ObjectNode item = object().put("id", reasoningId()).put("type", "reasoning");
    ArrayNode summaries = item.putArray("summary");
    String summary = summary();
    if (summary != null) {
      summaries.add(summaryPart(summary));
    }
    item.putArray("content");
    return request.isEncrypted()
        ? item.put("encrypted_content", ReplayedReasoning.encrypt(completion.model(), itemId()))
        : item;
  }

  static ObjectNode summaryPart(String text) {
    return object().put("type", "summary_text").put("text", text);
  }

  /** Returns the message or the call. */
  ObjectNode item(String status, String text) {
    ObjectNode item = object().put("id", itemId());
    if (isCall()) {
      return item.put("type", "function_call")
          .put("status", status)
          .put("arguments", text)
          .put("call_id", "call_" + completion.id())
          .put("name", completion.tool());
    }
    item.put("type", "message").put("status", status).put("role", "assistant");
    if (hasReasoning()) {
      item.put("phase", "final_answer");
    }
    ArrayNode content = item.putArray("content");
    if (!status.equals("in_progress")) {
      content.add(textPart(text));
    }
    return item;
  }

  ObjectNode textPart(String text) {
    ObjectNode part = object().put("type", "output_text");
    part.putArray("annotations");
    part.set("logprobs", probabilities.tokens(text));
    return part.put("text", text);
  }

  private boolean isComplete() {
    return !completion.finishReason().equals("length");
  }

  private ObjectNode usage() {
    int reasoning = hasReasoning() ? REASONING_TOKENS : 0;
    int output = completion.tokens().size() + reasoning;
    ObjectNode usage = object().put("input_tokens", completion.promptTokens());
    usage.putObject("input_tokens_details").put("cached_tokens", 0);
    usage.put("output_tokens", output);
    usage.putObject("output_tokens_details").put("reasoning_tokens", reasoning);
    return usage.put("total_tokens", completion.promptTokens() + output);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
