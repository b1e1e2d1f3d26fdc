package org.atomicagents.gemini;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.provider.ResponseParser;
import org.atomicagents.internal.provider.ResponseStart;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A parser of responses of generateContent into events; each event of a stream is such a response
 * with the added content.
 *
 * <p>Function calls are complete in one part. A call that Google could not parse is the text in the
 * explanation of the finish reason. Unknown fields are ignored. Source:
 * https://ai.google.dev/api/generate-content#GenerateContentResponse.
 */
final class GenerateContentReader implements ResponseParser {
  private final String requestedModel;
  private final ResponseStart start;
  private final ArrayDeque<ModelEvent> events = new ArrayDeque<>();
  private final PartCollector parts = new PartCollector();
  private boolean hasResponse;
  private int calls;
  private boolean hasText;
  private int candidates;
  private String finishReason = "";
  private String finishMessage = "";
  private String blockReason = "";
  private String blockMessage = "";
  private @Nullable String error;

  GenerateContentReader(String requestedModel, Map<String, List<String>> headers) {
    this.requestedModel = requestedModel;
    this.start = new ResponseStart(requestedModel, headers);
  }

  @Override
  public ArrayDeque<ModelEvent> events() {
    return events;
  }

  @Override
  public @Nullable String error() {
    return error;
  }

  @Override
  public boolean isStarted() {
    return hasResponse;
  }

  @Override
  public boolean isFinished() {
    return !finishReason.isEmpty() || !blockReason.isEmpty();
  }

  @Override
  public String requiredContent() {
    return "candidates";
  }

  /** Parses the data of one event. */
  @Override
  public void read(byte[] data, int length) {
    try (JsonParser json = WireJson.parser(data, length)) {
      read(json);
    }
  }

  /** Parses a complete response, an event of a stream, or an error in its place. */
  @Override
  public void read(JsonParser json) {
    json.nextToken();
    WireJson.readFields(json, name -> readField(name, json));
    if (hasResponse && error == null) {
      start.emit(events);
    }
  }

  private void readField(String name, JsonParser json) {
    switch (name) {
      case "responseId" -> start.readId(json);
      case "modelVersion" -> start.readModel(json);
      case "candidates" -> {
        hasResponse |= json.currentToken() == JsonToken.START_ARRAY;
        candidates = 0;
        WireJson.readObjects(
            json,
            () -> {
              if (candidates++ == 0) {
                WireJson.readFields(json, field -> readCandidateField(field, json));
              }
            });
      }
      case "promptFeedback" -> WireJson.readFields(json, field -> readFeedback(field, json));
      case "error" -> error = WireJson.copy(json);
      case "usageMetadata" -> {
        if (json.currentToken() == JsonToken.START_OBJECT) {
          events.add(new ModelEvent.UsageReport(new GeminiUsageReader().read(json)));
        }
      }
      default -> {}
    }
  }

  /** Parses a field of a candidate; the first one, since others are not requested. */
  private void readCandidateField(String name, JsonParser json) {
    switch (name) {
      case "finishReason" -> finishReason = json.getValueAsString("");
      case "finishMessage" -> finishMessage = json.getValueAsString("");
      case "content" ->
          WireJson.readFields(
              json,
              field -> {
                if (field.equals("parts")) {
                  WireJson.readObjects(json, () -> accept(ResponsePart.read(json)));
                }
              });
      case "groundingMetadata", "citationMetadata", "urlContextMetadata", "logprobsResult" ->
          events.add(other(WireJson.object(name, WireJson.copy(json))));
      default -> {}
    }
  }

  private void accept(ResponsePart part) {
    String text = part.text;
    String callId = part.callId == null ? "call_" + calls : part.callId;
    if (part.isCall) {
      events.add(new ModelEvent.ToolCallDelta(calls++, part.callId, part.function, part.arguments));
    } else if (text != null && !text.isEmpty()) {
      hasText |= !part.isThought;
      events.add(
          part.isThought ? new ModelEvent.ReasoningDelta(text) : new ModelEvent.TextDelta(text));
    } else if (part.isOther()) {
      events.add(other(part.json()));
    }
    parts.add(part, callId);
  }

  private static ModelEvent other(String json) {
    return new ModelEvent.Other(Gemini.PROVIDER, json);
  }

  private void readFeedback(String name, JsonParser json) {
    switch (name) {
      case "blockReason" -> {
        hasResponse = true;
        blockReason = json.getValueAsString("");
      }
      case "blockReasonMessage" -> blockMessage = json.getValueAsString("");
      default -> {}
    }
  }

  @Override
  public void complete() {
    if (!blockReason.isEmpty()) {
      refuse("the prompt was blocked", blockReason, blockMessage);
      events.add(new ModelEvent.Finished(FinishReason.CONTENT_FILTER, blockReason));
      return;
    }
    String part = parts.part();
    if (part != null) {
      events.add(new ModelEvent.OpaquePart(Gemini.PROVIDER, requestedModel, part));
    }
    if (finishReason.equals("MALFORMED_FUNCTION_CALL") && calls == 0 && !hasText) {
      // A text can be repaired or asked for again; an empty response ends the run.
      events.add(new ModelEvent.TextDelta(finishMessage.isEmpty() ? finishReason : finishMessage));
    }
    FinishReason reason = finishReason();
    if (reason == FinishReason.CONTENT_FILTER) {
      refuse("the response was blocked", finishReason, finishMessage);
    }
    events.add(new ModelEvent.Finished(reason, finishReason));
  }

  private void refuse(String what, String reason, String message) {
    String details = message.isEmpty() ? "" : ": " + message;
    events.add(new ModelEvent.Refused(what + " (" + reason + ")" + details));
  }

  private FinishReason finishReason() {
    return switch (finishReason) {
      case "STOP" -> calls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
      case "MAX_TOKENS" -> FinishReason.LENGTH;
      case "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "MODEL_ARMOR",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION" ->
          FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }
}
