package org.atomicagents.openai;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.Content;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * A writer of the output items of an earlier response, which the next request repeats.
 *
 * <p>An opaque part is {@code {"responses_output":[...]}}. Its items are unchanged, except that the
 * answer and the function calls have no content: the content is that of the message, which may have
 * been repaired or edited. OpenAI rejects reasoning without the item that followed it, so reasoning
 * is omitted if that item has no content in the message any more, and so are the ids of the items
 * after it, by which OpenAI would require the reasoning.
 */
final class ReplayedItems {
  /** The key of the items, which no message of chat completions has. */
  static final String KEY = "responses_output";

  private final JsonGenerator json;
  private @Nullable String text;
  private final List<Content.ToolCall> calls;

  /**
   * Creates a writer.
   *
   * @param text the text of the message; null for none
   * @param calls the calls of the message
   */
  ReplayedItems(JsonGenerator json, @Nullable String text, List<Content.ToolCall> calls) {
    this.json = json;
    this.text = text;
    this.calls = new ArrayList<>(calls);
  }

  /** Returns the JSON of an opaque part; each item is JSON. */
  static String part(List<String> items) {
    return "{\"%s\":[%s]}".formatted(KEY, String.join(",", items));
  }

  /** Writes the items of an opaque part; one of chat completions has none. */
  void replay(String part) {
    JsonNode output = WireJson.JsonTreeReader.MAPPER.readTree(part).path(KEY);
    var pending = new ArrayList<JsonNode>();
    boolean isReasoningLost = false;
    for (JsonNode original : output) {
      JsonNode item = isReasoningLost ? withoutReasoning(original) : original;
      if (item == null) {
        continue;
      }
      Runnable content = contentOf(item);
      if (content == null) {
        pending.add(item);
        if (!isReasoning(item)) {
          writeAll(pending);
        }
      } else if (hasContent(item)) {
        writeAll(pending);
        content.run();
      } else {
        isReasoningLost |= !pending.isEmpty();
        pending.clear();
      }
    }
  }

  private static @Nullable JsonNode withoutReasoning(JsonNode item) {
    OutputItem rest = new OutputItem(item).withoutReasoning();
    return rest == null ? null : rest.json();
  }

  /** Writes the text and the calls that no replayed item contained. */
  void writeRest() {
    String rest = text;
    if (rest != null) {
      json.writeStartObject();
      json.writeStringProperty("role", "assistant");
      json.writeStringProperty("content", rest);
      json.writeEndObject();
      text = null;
    }
    calls.forEach(call -> writeCall(call, ""));
    calls.clear();
  }

  /** Returns the writer of an item whose content is that of the message; null for others. */
  private @Nullable Runnable contentOf(JsonNode item) {
    return switch (item.path("type").asString("")) {
      case "message" -> item.has("content") ? null : () -> writeAnswer(item);
      case "function_call" -> () -> replayCall(item);
      default -> null;
    };
  }

  private boolean hasContent(JsonNode item) {
    return item.path("type").asString("").equals("message") ? text != null : findCall(item) != null;
  }

  private Content.@Nullable ToolCall findCall(JsonNode item) {
    String id = item.path("call_id").asString("");
    for (Content.ToolCall call : calls) {
      if (call.id().equals(id)) {
        return call;
      }
    }
    return null;
  }

  private static boolean isReasoning(JsonNode item) {
    return item.path("type").asString("").equals("reasoning");
  }

  private void writeAll(List<JsonNode> items) {
    items.forEach(item -> json.writeRawValue(item.toString()));
    items.clear();
  }

  private void writeAnswer(JsonNode item) {
    json.writeStartObject();
    item.properties()
        .forEach(field -> {
          json.writeName(field.getKey());
          json.writeRawValue(field.getValue().toString());
        });
    json.writeArrayPropertyStart("content");
    json.writeStartObject();
    json.writeStringProperty("type", "output_text");
    json.writeStringProperty("text", text);
    json.writeArrayPropertyStart("annotations");
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    text = null;
  }

  private void replayCall(JsonNode item) {
    Content.ToolCall call = findCall(item);
    if (call != null) {
      calls.remove(call);
      writeCall(call, item.path("id").asString(""));
    }
  }

  private void writeCall(Content.ToolCall call, String id) {
    json.writeStartObject();
    json.writeStringProperty("type", "function_call");
    if (!id.isEmpty()) {
      json.writeStringProperty("id", id);
    }
    json.writeStringProperty("call_id", call.id());
    json.writeStringProperty("name", call.name());
    json.writeStringProperty("arguments", call.arguments());
    json.writeEndObject();
  }
}
