package org.atomicagents.openai;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.provider.ChunkFastPath;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A parser of tool calls, complete or in chunks.
 *
 * <p>Some providers deviate from the protocol: indices are missing or all 0, ids are missing or
 * empty, names are repeated, arguments are an object instead of a string.
 */
final class ToolCallReader {
  private static final int NONE = -1;
  private static final int LEGACY = -2;

  private final ArrayDeque<ModelEvent> events;
  private final OpaquePartCollector opaque;
  private final ChunkFastPath chunkFastPath;
  private final List<OpenToolCall> openCalls = new ArrayList<>();

  ToolCallReader(
      ArrayDeque<ModelEvent> events, OpaquePartCollector opaque, ChunkFastPath chunkFastPath) {
    this.events = events;
    this.opaque = opaque;
    this.chunkFastPath = chunkFastPath;
  }

  /** A tool call that has started, with the index and id that the provider uses. */
  private record OpenToolCall(long wireIndex, @Nullable String id) {}

  /** The fields of one chunk of a call. */
  private static final class ToolCallChunk {
    private long index = NONE;
    private @Nullable String id;
    private @Nullable String name;
    private String arguments = "";
    private boolean hasText;
    private @Nullable String extra;
  }

  boolean isEmpty() {
    return openCalls.isEmpty();
  }

  void readAll(JsonParser json) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        ToolCallChunk chunk = readChunk(json);
        if (!chunk.hasText) {
          chunkFastPath.markNotRepeatable();
        }
        emit(chunk, chunk.arguments);
      } else {
        json.skipChildren();
      }
    }
  }

  /** Parses the single call of the deprecated {@code function_call} field, which has no id. */
  void readLegacy(JsonParser json) {
    var chunk = new ToolCallChunk();
    chunk.index = LEGACY;
    readFunction(json, chunk);
    if (chunk.name != null || !chunk.arguments.isEmpty()) {
      emit(chunk, chunk.arguments);
    }
  }

  /** Emits a complete call that was received inside an error. */
  void readFailedCall(String name, String arguments) {
    var chunk = new ToolCallChunk();
    chunk.name = name;
    emit(chunk, arguments);
  }

  private ToolCallChunk readChunk(JsonParser json) {
    var chunk = new ToolCallChunk();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken token = json.nextToken();
      switch (name) {
        case "index" -> chunk.index = WireJson.count(json);
        case "id" -> chunk.id = textOrNull(json);
        case "function" -> readFunction(json, chunk);
        case "extra_content" -> {
          chunkFastPath.markNotRepeatable();
          chunk.extra = token == JsonToken.VALUE_NULL ? null : WireJson.copy(json);
        }
        default -> {}
      }
      json.skipChildren();
    }
    return chunk;
  }

  private void readFunction(JsonParser json, ToolCallChunk chunk) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      switch (name) {
        case "name" -> chunk.name = textOrNull(json);
        case "arguments" -> {
          if (json.currentToken() == JsonToken.VALUE_STRING) {
            chunk.hasText = true;
            chunkFastPath.recordText(json, text -> emit(chunk, text));
          } else {
            chunkFastPath.markNotRepeatable();
          }
          chunk.arguments = readArguments(json);
        }
        default -> {}
      }
      json.skipChildren();
    }
  }

  private void emit(ToolCallChunk chunk, String arguments) {
    int position = findOpenCall(chunk);
    boolean isNew = position == NONE;
    if (isNew) {
      position = openCalls.size();
      openCalls.add(new OpenToolCall(chunk.index, chunk.id));
    }
    events.add(
        new ModelEvent.ToolCallDelta(
            position, isNew ? chunk.id : null, isNew ? chunk.name : null, arguments));
    if (chunk.extra != null) {
      opaque.addToolCallField(position, "extra_content", chunk.extra);
    }
  }

  /** Returns the position of the call that a chunk continues: by index, by id, or the last call. */
  private int findOpenCall(ToolCallChunk chunk) {
    // Without an index and an id, only a name marks the start of another call.
    if (chunk.index == NONE && chunk.id == null && chunk.name != null) {
      return NONE;
    }
    for (int i = openCalls.size() - 1; i >= 0; i--) {
      OpenToolCall call = openCalls.get(i);
      if (!hasOtherId(chunk, call) && (chunk.index == NONE || chunk.index == call.wireIndex)) {
        return i;
      }
    }
    return NONE;
  }

  private static boolean hasOtherId(ToolCallChunk chunk, OpenToolCall call) {
    if (chunk.id == null || chunk.id.equals(call.id)) {
      return false;
    }
    // An id and a name without an index start another call, also after a call without an id.
    return call.id != null || (chunk.index == NONE && chunk.name != null);
  }

  private static String readArguments(JsonParser json) {
    return switch (json.currentToken()) {
      case VALUE_NULL -> "";
      case VALUE_STRING -> json.getString();
      default -> WireJson.copy(json);
    };
  }

  private static @Nullable String textOrNull(JsonParser json) {
    String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : "";
    json.skipChildren();
    return text.isEmpty() ? null : text;
  }
}
