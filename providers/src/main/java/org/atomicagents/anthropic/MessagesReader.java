package org.atomicagents.anthropic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.atomicagents.internal.provider.ChunkFastPath;
import org.atomicagents.internal.provider.ResponseParser;
import org.atomicagents.internal.provider.ResponseStart;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A parser of responses of the Messages API, streamed or complete.
 *
 * <p>Sources: https://platform.claude.com/docs/en/api/messages/create,
 * https://platform.claude.com/docs/en/build-with-claude/streaming.
 */
final class MessagesReader implements ResponseParser {
  private final ResponseStart start;
  private final ArrayDeque<ModelEvent> events = new ArrayDeque<>();
  private final ResponseBlocks blocks;
  private final ChunkFastPath fastPath = new ChunkFastPath();
  private final MessagesUsage usage = new MessagesUsage();
  // Gets another text if the fast path accepts an event.
  private StreamEvent lastParsed = new StreamEvent();
  private boolean hasMessage;
  private boolean ended;
  private @Nullable String stopReason;
  private String refusal = "";
  private @Nullable String error;

  MessagesReader(String requestedModel, Map<String, List<String>> headers) {
    this.start = new ResponseStart(requestedModel, headers);
    this.blocks = new ResponseBlocks(requestedModel, events);
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
    return hasMessage;
  }

  /** Returns whether the reason of the end was received, after which nothing is added. */
  @Override
  public boolean isFinished() {
    return ended || stopReason != null;
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public String requiredContent() {
    return "content";
  }

  /** The fields of an event. */
  private static final class StreamEvent {
    private String type = "";
    private int index;
    private @Nullable String block;
    private final BlockDelta delta = new BlockDelta();
  }

  /** Parses the data of one event. */
  @Override
  public void read(byte[] data, int length) {
    if (fastPath.tryAccept(data, length)) {
      accept(lastParsed);
    } else {
      fastPath.startParsing();
      parse(data, length);
      fastPath.finishParsing(data, length);
    }
  }

  /** Parses the data of one event, even if they differ from those before in their text only. */
  void parse(byte[] data, int length) {
    var event = new StreamEvent();
    lastParsed = event;
    try (JsonParser json = WireJson.parser(data, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      WireJson.readFields(json, name -> readField(name, json, event));
    }
    if (error != null) {
      fastPath.markNotRepeatable();
    } else if (!accept(event)) {
      fastPath.markNotRepeatable();
      String text = new String(data, 0, length, StandardCharsets.UTF_8);
      events.add(new ModelEvent.Other(Anthropic.PROVIDER, text));
    }
    emitStarted();
  }

  private void readField(String name, JsonParser json, StreamEvent event) {
    switch (name) {
      case "type" -> event.type = json.getValueAsString("");
      case "index" -> event.index = (int) Math.min(Integer.MAX_VALUE, WireJson.count(json));
      case "error" -> error = WireJson.copy(json);
      case "content_block" -> readBlock(json, event);
      case "usage" -> readUsage(json);
      case "message" -> readMessage(json);
      case "delta" -> event.delta.read(json, fastPath, this::readMessageField);
      default -> {}
    }
  }

  private static void readBlock(JsonParser json, StreamEvent event) {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      event.block = WireJson.copy(json);
    }
  }

  /** Processes an event; returns whether its type is known. */
  private boolean accept(StreamEvent event) {
    switch (event.type) {
      case "message_start" -> hasMessage = true;
      case "content_block_start" -> {
        hasMessage = true;
        if (event.block != null) {
          blocks.start(event.index, event.block);
        }
      }
      case "content_block_delta" -> {
        hasMessage = true;
        return blocks.add(event.index, event.delta);
      }
      case "content_block_stop" -> blocks.stop(event.index);
      case "message_delta" -> hasMessage = true;
      case "message_stop" -> ended = hasMessage;
      case "ping" -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Parses a complete response, or an error in its place. */
  @Override
  public void read(JsonParser json) {
    json.nextToken();
    readMessage(json);
    emitStarted();
  }

  private void readMessage(JsonParser json) {
    fastPath.markNotRepeatable();
    WireJson.readFields(
        json,
        name -> {
          switch (name) {
            case "id" -> start.readId(json);
            case "model" -> start.readModel(json);
            case "usage" -> readUsage(json);
            case "error" -> error = WireJson.copy(json);
            case "content" -> readContent(json);
            default -> readMessageField(name, json);
          }
        });
  }

  private void readContent(JsonParser json) {
    hasMessage |= json.currentToken() == JsonToken.START_ARRAY;
    WireJson.readObjects(
        json,
        () -> {
          blocks.start(0, WireJson.copy(json));
          blocks.stop(0);
        });
  }

  /** Reads a field of a message that a stream sends at its end. */
  private void readMessageField(String name, JsonParser json) {
    switch (name) {
      case "stop_reason" -> stopReason = json.getValueAsString(stopReason);
      case "stop_details" -> readStopDetails(json);
      case "input_transformations" -> {
        if (json.currentToken() == JsonToken.START_ARRAY) {
          events.add(
              new ModelEvent.Other(Anthropic.PROVIDER, WireJson.object(name, WireJson.copy(json))));
        }
      }
      default -> {}
    }
  }

  private void readStopDetails(JsonParser json) {
    var reason = new StringJoiner(": ");
    WireJson.readFields(
        json,
        name -> {
          boolean isReason = name.equals("category") || name.equals("explanation");
          if (isReason && json.currentToken() == JsonToken.VALUE_STRING) {
            reason.add(json.getString());
          }
        });
    refusal = reason.toString();
  }

  private void readUsage(JsonParser json) {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      fastPath.markNotRepeatable();
      usage.read(json);
      events.add(new ModelEvent.UsageReport(usage.toUsage()));
    }
  }

  private void emitStarted() {
    if (hasMessage && error == null) {
      start.emit(events);
    }
  }

  @Override
  public void complete() {
    blocks.stopAll();
    String raw = stopReason == null ? "" : stopReason;
    if (raw.equals("refusal")) {
      String text = refusal.isEmpty() ? "Claude declined to respond." : refusal;
      events.add(new ModelEvent.Refused(text));
    } else {
      blocks.emitReplay();
    }
    events.add(new ModelEvent.Finished(finishReason(raw), raw));
  }

  private static FinishReason finishReason(String reason) {
    return switch (reason) {
      case "end_turn", "stop_sequence" -> FinishReason.STOP;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }
}
