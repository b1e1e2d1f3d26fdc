package org.atomicagents.openai;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
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
 * A parser of responses of the Responses API, complete or streamed, into events.
 *
 * <p>Unknown events are ignored. Events about the complete response (refusal, opaque parts, finish
 * reason) are emitted at its end. Source:
 * https://platform.openai.com/docs/api-reference/responses-streaming.
 */
final class ResponsesReader implements ResponseParser {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final ResponseStart start;
  private final ArrayDeque<ModelEvent> events = new ArrayDeque<>();
  private final OutputReader output;
  private final boolean isBackground;
  private boolean hasResponse;
  private String status = "";
  private String incompleteReason = "";
  private @Nullable String error;

  ResponsesReader(String provider, String requestedModel, Map<String, List<String>> headers) {
    this(provider, requestedModel, headers, false, false);
  }

  /**
   * Creates a parser.
   *
   * @param isBackground whether a response that is not complete yet is valid: its finish reason is
   *     its status
   * @param readsProbabilities whether the request asked for the probabilities of the tokens
   */
  ResponsesReader(
      String provider,
      String requestedModel,
      Map<String, List<String>> headers,
      boolean isBackground,
      boolean readsProbabilities) {
    this.isBackground = isBackground;
    this.start = new ResponseStart(requestedModel, headers);
    this.output = new OutputReader(provider, requestedModel, events, readsProbabilities);
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

  /** Returns whether the response has a final status. */
  @Override
  public boolean isFinished() {
    return hasResponse && !status.isEmpty() && !isPending();
  }

  @Override
  public boolean hasEnded() {
    return isFinished();
  }

  /** Returns whether the data are the end marker of some compatible services, after the end. */
  @Override
  public boolean isEndMarker(byte[] data, int length) {
    return isFinished() && isDone(data, length);
  }

  @Override
  public String requiredContent() {
    return "output";
  }

  /** Parses the data of one event. */
  @Override
  public void read(byte[] data, int length) {
    if (isDone(data, length)) {
      return;
    }
    try (JsonParser json = WireJson.parser(data, length)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        readEvent(json);
      }
    }
    emitStarted();
  }

  /** Parses a complete response, or an error in its place. */
  @Override
  public void read(JsonParser json) {
    if (json.nextToken() == JsonToken.START_OBJECT) {
      readResponse(json);
    } else {
      json.skipChildren();
    }
    checkState();
    if (error == null && hasResponse && isPending() && !isBackground) {
      error = stateError("invalid_state", "is not finished, but " + status);
    }
    emitStarted();
  }

  @Override
  public void complete() {
    output.complete();
    String rawReason = incompleteReason.isEmpty() ? status : incompleteReason;
    events.add(new ModelEvent.Finished(finishReason(), rawReason));
  }

  private void readEvent(JsonParser json) {
    var event = new OutputReader.OutputEvent(output.readsProbabilities());
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken token = json.nextToken();
      if (name.equals("response") && token == JsonToken.START_OBJECT) {
        readResponse(json);
        checkState();
      } else if (name.equals("error") && token != JsonToken.VALUE_NULL) {
        error = WireJson.copy(json);
      } else {
        event.read(name, json);
      }
      json.skipChildren();
    }
    if (error != null) {
      return;
    }
    switch (event.type) {
      case "error" -> error = event.error();
      case "response.completed", "response.incomplete", "response.failed" -> end(event.type);
      default -> hasResponse |= output.accept(event);
    }
  }

  /** Sets the status that some compatible services leave out. */
  private void end(String type) {
    hasResponse = true;
    if (!isFinished()) {
      status = type.substring(type.indexOf('.') + 1);
      checkState();
    }
  }

  private void readResponse(JsonParser json) {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken token = json.nextToken();
      if (token != JsonToken.VALUE_NULL) {
        readResponseField(name, json);
      }
      json.skipChildren();
    }
  }

  private void readResponseField(String name, JsonParser json) {
    switch (name) {
      case "id" -> start.readId(json);
      case "model" -> start.readModel(json);
      case "status" -> {
        hasResponse = true;
        status = json.getValueAsString("");
      }
      case "output" -> {
        hasResponse = true;
        output.readAll(json);
      }
      case "incomplete_details" -> incompleteReason = readReason(json);
      case "usage" -> {
        if (json.currentToken() == JsonToken.START_OBJECT) {
          events.add(new ModelEvent.UsageReport(new UsageReader().read(json)));
        }
      }
      case "error" -> error = WireJson.copy(json);
      default -> {}
    }
  }

  private static String readReason(JsonParser json) {
    String reason = "";
    if (json.currentToken() == JsonToken.START_OBJECT) {
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        if (name.equals("reason")) {
          reason = json.getValueAsString("");
        }
        json.skipChildren();
      }
    }
    return reason;
  }

  private void checkState() {
    if (error == null && (status.equals("failed") || status.equals("cancelled"))) {
      error = stateError("server_error", "has the status " + status);
    }
  }

  private static String stateError(String code, String state) {
    return "{\"code\":%s,\"message\":%s}"
        .formatted(WireJson.quote(code), WireJson.quote("The response " + state + "."));
  }

  private boolean isPending() {
    return BackgroundExchange.isPending(status);
  }

  private void emitStarted() {
    if (hasResponse && error == null) {
      start.emit(events);
    }
  }

  private static boolean isDone(byte[] data, int length) {
    return Arrays.equals(data, 0, length, DONE, 0, DONE.length);
  }

  private FinishReason finishReason() {
    return switch (incompleteReason.isEmpty() ? status : incompleteReason) {
      case "completed", "complete" ->
          output.hasCalls() ? FinishReason.TOOL_CALLS : FinishReason.STOP;
      case "max_output_tokens", "max_tokens" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }
}
