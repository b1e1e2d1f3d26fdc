package org.atomicagents.openai;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.provider.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An output item of a response: a message, a function call, reasoning, or a call of a tool that the
 * provider runs.
 */
record OutputItem(JsonNode json) {
  private static final String MESSAGE = "message";
  private static final String FUNCTION_CALL = "function_call";
  private static final String REASONING = "reasoning";

  static OutputItem parse(String json) {
    return new OutputItem(WireJson.JsonTreeReader.MAPPER.readTree(json));
  }

  private String type() {
    return text("type");
  }

  boolean isMessage() {
    return type().equals(MESSAGE);
  }

  boolean isFunctionCall() {
    return type().equals(FUNCTION_CALL);
  }

  boolean isReasoning() {
    return type().equals(REASONING);
  }

  /** Returns whether the item is of another type, such as a web search. */
  boolean isOther() {
    return !isMessage() && !isFunctionCall() && !isReasoning();
  }

  /** Returns whether the item is a message before the answer, about the progress of the model. */
  boolean isCommentary() {
    return text("phase").equals("commentary");
  }

  /** Returns the field of an item; empty if there is none. */
  String text(String field) {
    return json.path(field).asString("");
  }

  @Nullable String callId() {
    return emptyToNull(text("call_id"));
  }

  @Nullable String name() {
    return emptyToNull(text("name"));
  }

  String arguments() {
    JsonNode arguments = json.path("arguments");
    return arguments.isContainer() ? arguments.toString() : arguments.asString("");
  }

  /** Returns the texts of a message. */
  List<String> texts() {
    return isMessage() ? fields(json.path("content"), "output_text", "text") : List.of();
  }

  /** Returns the lists of a message's tokens with their probabilities, as JSON. */
  List<String> tokens() {
    var lists = new ArrayList<String>();
    if (isMessage()) {
      for (JsonNode part : json.path("content")) {
        if (part.path("logprobs").isArray()) {
          lists.add(part.path("logprobs").toString());
        }
      }
    }
    return lists;
  }

  /** Returns the refusals in a message. */
  List<String> refusals() {
    return isMessage() ? fields(json.path("content"), "refusal", "refusal") : List.of();
  }

  /** Returns the summaries and the unencrypted texts of reasoning. */
  List<String> reasoning() {
    if (!isReasoning()) {
      return List.of();
    }
    var texts = new ArrayList<>(fields(json.path("summary"), "summary_text", "text"));
    texts.addAll(fields(json.path("content"), "reasoning_text", "text"));
    return texts;
  }

  /** Returns the annotations of the texts, such as citations, as JSON. */
  List<String> annotations() {
    var annotations = new ArrayList<String>();
    for (JsonNode part : json.path("content")) {
      part.path("annotations").forEach(annotation -> annotations.add(annotation.toString()));
    }
    return annotations;
  }

  /**
   * Returns whether a later request can repeat reasoning: OpenAI stores nothing, so reasoning
   * without its encrypted or plain content is unknown to it.
   */
  boolean isReplayable() {
    return !text("encrypted_content").isEmpty() || !json.path("content").isEmpty();
  }

  /**
   * Returns the item for a request without its reasoning: OpenAI requires the reasoning of an item
   * by the item's id, so the id is omitted.
   *
   * @return null if the item is reasoning, or is only known by its id
   */
  @Nullable OutputItem withoutReasoning() {
    if (isReasoning() || (isOther() && !isReplayable())) {
      return null;
    }
    ObjectNode copy = ((ObjectNode) json).deepCopy();
    return new OutputItem(copy.remove(List.of("id", "status")));
  }

  private static List<String> fields(JsonNode parts, String type, String field) {
    var texts = new ArrayList<String>();
    for (JsonNode part : parts) {
      if (part.path("type").asString("").equals(type)) {
        texts.add(part.path(field).asString(""));
      }
    }
    return texts;
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
