package org.atomicagents.openai;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads tool calls, whole or piece by piece.
 *
 * <p>Not every provider sends what the protocol asks for: indices may be missing or all 0, ids
 * missing or empty, names repeated, arguments an object in the place of its text.
 */
final class ToolCallReader {
  private static final int NONE = -1;
  private static final int LEGACY = -2;

  private final ArrayDeque<ModelEvent> events;
  private final OpaquePartCollector opaque;
  private final ChunkFastPath chunkFastPath;
  private final List<OpenToolCall> slots = new ArrayList<>();

  ToolCallReader(
      ArrayDeque<ModelEvent> events, OpaquePartCollector opaque, ChunkFastPath repeated) {
    this.events = events;
    this.opaque = opaque;
    this.chunkFastPath = repeated;
  }

  /** A call that has begun: where the provider counts it, and by which id. */
  private record OpenToolCall(int wireIndex, @Nullable String id) {}

  /** What one piece says of its call. */
  private static final class ToolCallChunk {
    private int index = NONE;
    private @Nullable String id;
    private @Nullable String name;
    private String arguments = "";
    private boolean hasText;
    private @Nullable String extra;
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  void readAll(JsonParser json) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        ToolCallChunk piece = readPiece(json);
        if (!piece.hasText) {
          chunkFastPath.markNotRepeatable();
        }
        emit(piece, piece.arguments);
      } else {
        json.skipChildren();
      }
    }
  }

  /** Reads the one call of the protocol's first form, without an id. */
  void readLegacy(JsonParser json) {
    var piece = new ToolCallChunk();
    piece.index = LEGACY;
    readFunction(json, piece);
    if (piece.name != null || !piece.arguments.isEmpty()) {
      emit(piece, piece.arguments);
    }
  }

  /** A whole call that was told as an error. */
  void readFailedCall(String name, String arguments) {
    var piece = new ToolCallChunk();
    piece.name = name;
    emit(piece, arguments);
  }

  private ToolCallChunk readPiece(JsonParser json) {
    var piece = new ToolCallChunk();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken token = json.nextToken();
      switch (name) {
        case "index" -> piece.index = json.getValueAsInt(NONE);
        case "id" -> piece.id = textOrNull(json);
        case "function" -> readFunction(json, piece);
        case "extra_content" -> {
          chunkFastPath.markNotRepeatable();
          piece.extra = token == JsonToken.VALUE_NULL ? null : WireJson.copy(json);
        }
        default -> {}
      }
      json.skipChildren();
    }
    return piece;
  }

  private void readFunction(JsonParser json, ToolCallChunk piece) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      switch (name) {
        case "name" -> piece.name = textOrNull(json);
        case "arguments" -> {
          if (json.currentToken() == JsonToken.VALUE_STRING) {
            piece.hasText = true;
            chunkFastPath.recordText(json, text -> emit(piece, text));
          } else {
            chunkFastPath.markNotRepeatable();
          }
          piece.arguments = readArguments(json);
        }
        default -> {}
      }
      json.skipChildren();
    }
  }

  private void emit(ToolCallChunk piece, String arguments) {
    int slot = findContinued(piece);
    boolean begins = slot == NONE;
    if (begins) {
      slot = slots.size();
      slots.add(new OpenToolCall(piece.index, piece.id));
    }
    events.add(
        new ModelEvent.ToolCallDelta(
            slot, begins ? piece.id : null, begins ? piece.name : null, arguments));
    if (piece.extra != null) {
      opaque.addToolCallField(slot, "extra_content", piece.extra);
    }
  }

  /** The call that the piece goes on with: that of its index, else of its id, else the last. */
  private int findContinued(ToolCallChunk piece) {
    // Without index and id, only a name tells that another call begins.
    if (piece.index == NONE && piece.id == null && piece.name != null) {
      return NONE;
    }
    for (int i = slots.size() - 1; i >= 0; i--) {
      OpenToolCall slot = slots.get(i);
      boolean isOther = piece.id != null && slot.id != null && !piece.id.equals(slot.id);
      if (!isOther && (piece.index == NONE || piece.index == slot.wireIndex)) {
        return i;
      }
    }
    return NONE;
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
