package org.atomicagents.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.atomicagents.internal.provider.WireJson;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A writer that replays the opaque parts of an earlier response.
 *
 * <p>A part is a JSON object with fields of the response's message or, under {@value #TOOL_CALL},
 * with fields of one of its tool calls.
 */
final class OpaquePartWriter {
  /** The key of tool call fields: {@code {"tool_call":{"index":0,...}}} is the first tool call. */
  static final String TOOL_CALL = "tool_call";

  /** The keys of other content than fields of the message. */
  private static final Set<String> NOT_OF_MESSAGE = Set.of(TOOL_CALL, ReplayedItems.KEY);

  private final JsonGenerator json;
  private final List<String> parts = new ArrayList<>();

  OpaquePartWriter(JsonGenerator json) {
    this.json = json;
  }

  void add(String part) {
    parts.add(part);
  }

  /** Writes the fields of the message. */
  void write() {
    for (String part : parts) {
      try (JsonParser parser = WireJson.parser(part)) {
        parser.nextToken();
        copyFields(parser, NOT_OF_MESSAGE);
      }
    }
  }

  /** Writes the fields of the message's tool call {@code index}. */
  void writeToolCallFields(int index) {
    for (String part : parts) {
      try (JsonParser parser = WireJson.parser(part)) {
        if (isToolCallPart(parser, index)) {
          copyFields(parser, Set.of("index"));
        }
      }
    }
  }

  private static boolean isToolCallPart(JsonParser parser, int index) {
    return parser.nextToken() == JsonToken.START_OBJECT
        && TOOL_CALL.equals(parser.nextName())
        && parser.nextToken() == JsonToken.START_OBJECT
        && "index".equals(parser.nextName())
        && parser.nextIntValue(-1) == index;
  }

  private void copyFields(JsonParser parser, Set<String> excluded) {
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      if (excluded.contains(name)) {
        parser.skipChildren();
      } else {
        json.writeName(name);
        json.copyCurrentStructure(parser);
      }
    }
  }
}
