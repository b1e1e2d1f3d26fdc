package org.atomicagents.openai;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atomicagents.internal.provider.ChunkFastPath;
import org.atomicagents.internal.provider.ResponseParser;
import org.atomicagents.internal.provider.ResponseStart;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A parser of chat-completion responses, complete or streamed in chunks, into events.
 *
 * <p>The tokens of each chunk are read once, without building a tree. Events about the complete
 * response (refusal, opaque parts, finish reason) are emitted at its end.
 *
 * <p>Source: https://platform.openai.com/docs/api-reference/chat.
 */
final class ChatResponseReader implements ResponseParser {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final ResponseStart start;
  private final ArrayDeque<ModelEvent> events = new ArrayDeque<>();
  private final ChunkFastPath chunkFastPath = new ChunkFastPath();
  private final MessageReader message;
  private final boolean readsProbabilities;
  private boolean hasChoices;
  private @Nullable String rawFinishReason;
  private @Nullable String error;

  ChatResponseReader(String provider, String requestedModel, Map<String, List<String>> headers) {
    this(provider, requestedModel, headers, false);
  }

  /**
   * Creates a parser.
   *
   * @param readsProbabilities whether the request asked for the probabilities of the tokens
   */
  ChatResponseReader(
      String provider,
      String requestedModel,
      Map<String, List<String>> headers,
      boolean readsProbabilities) {
    this.readsProbabilities = readsProbabilities;
    this.start = new ResponseStart(requestedModel, headers);
    this.message = new MessageReader(provider, events, chunkFastPath);
  }

  @Override
  public ArrayDeque<ModelEvent> events() {
    return events;
  }

  @Override
  public @Nullable String error() {
    return error;
  }

  /** Returns whether a finish reason was received. */
  @Override
  public boolean isFinished() {
    return rawFinishReason != null;
  }

  /** Returns whether a choice was received. */
  @Override
  public boolean isStarted() {
    return hasChoices;
  }

  @Override
  public void read(byte[] chunk, int length) {
    if (!chunkFastPath.tryAccept(chunk, length)) {
      chunkFastPath.startParsing();
      try (JsonParser json = WireJson.parser(chunk, length)) {
        read(json);
      }
      chunkFastPath.finishParsing(chunk, length);
    }
  }

  /**
   * Parses one JSON object.
   *
   * <p>The first choice starts the response, because Azure sends a chunk without choices before it.
   */
  @Override
  public void read(JsonParser json) {
    if (json.nextToken() == JsonToken.START_OBJECT) {
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        readField(name, json);
        json.skipChildren();
      }
    } else {
      json.skipChildren();
    }
    emitStarted();
  }

  @Override
  public boolean acceptError(String errorBody) {
    FailedGeneration failed = FailedGeneration.findIn(errorBody);
    if (failed == null || !message.acceptFailedGeneration(failed)) {
      return false;
    }
    hasChoices = true;
    emitStarted();
    rawFinishReason = failed.finishReason();
    return true;
  }

  @Override
  public boolean isEndMarker(byte[] data, int length) {
    return Arrays.equals(data, 0, length, DONE, 0, DONE.length);
  }

  @Override
  public String requiredContent() {
    return "choices";
  }

  private void emitStarted() {
    if (hasChoices) {
      start.emit(events);
    }
  }

  @Override
  public void complete() {
    message.complete();
    String rawReason = rawFinishReason == null ? "" : rawFinishReason;
    events.add(new ModelEvent.Finished(mapFinishReason(rawReason), rawReason));
  }

  private void readField(String name, JsonParser json) {
    switch (name) {
      case "id" -> start.readId(json);
      case "model" -> start.readModel(json);
      case "choices" -> readChoices(json);
      case "usage" -> readUsage(json);
      case "x_groq" -> readGroq(json);
      case "error" -> readError(json);
      case "obfuscation" -> readPadding(json);
      default -> {}
    }
  }

  private void readPadding(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      chunkFastPath.recordPadding(json);
    }
  }

  private void readChoices(JsonParser json) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        hasChoices = true;
        readChoice(json);
      } else {
        json.skipChildren();
      }
    }
  }

  // Several choices are sent only if requested with Sampling.extra; only the first one is used.
  private void readChoice(JsonParser json) {
    boolean isFirst = true;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken token = json.nextToken();
      if (name.equals("index")) {
        long index = WireJson.count(json);
        isFirst = token.isNumeric() ? index == 0 : index <= 0;
      } else if (!isFirst || token == JsonToken.VALUE_NULL) {
        json.skipChildren();
      } else {
        readChoiceField(name, json);
        json.skipChildren();
      }
    }
  }

  private void readChoiceField(String name, JsonParser json) {
    switch (name) {
      case "message", "delta" -> message.read(json);
      case "finish_reason" -> {
        chunkFastPath.markNotRepeatable();
        rawFinishReason = json.getValueAsString(rawFinishReason);
      }
      case "logprobs" -> readProbabilities(json);
      case "error" -> readError(json);
      default -> {}
    }
  }

  private void readProbabilities(JsonParser json) {
    if (!readsProbabilities || json.currentToken() != JsonToken.START_OBJECT) {
      return;
    }
    chunkFastPath.markNotRepeatable();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      if (name.equals("content")) {
        List<TokenProbability> tokens = TokenProbabilityReader.readList(json);
        if (!tokens.isEmpty()) {
          events.add(new ModelEvent.TextProbabilities(tokens));
        }
      }
      json.skipChildren();
    }
  }

  private void readUsage(JsonParser json) {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      chunkFastPath.markNotRepeatable();
      events.add(new ModelEvent.UsageReport(new UsageReader().read(json)));
    } else {
      json.skipChildren();
    }
  }

  private void readGroq(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      if (name.equals("usage")) {
        readUsage(json);
      } else if (name.equals("error")) {
        readError(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void readError(JsonParser json) {
    if (json.currentToken() != JsonToken.VALUE_NULL) {
      chunkFastPath.markNotRepeatable();
      error = WireJson.copy(json);
    }
  }

  private static FinishReason mapFinishReason(String rawReason) {
    return switch (rawReason.toLowerCase(Locale.ROOT)) {
      case "stop", "end_turn", "stop_sequence", "eos", "completed" -> FinishReason.STOP;
      case "tool_calls", "function_call", "tool_use" -> FinishReason.TOOL_CALLS;
      case "length", "max_tokens", "model_length" -> FinishReason.LENGTH;
      case "content_filter", "safety" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }
}
