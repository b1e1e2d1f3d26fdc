package org.atomicagents.openai;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects what an answer holds for its provider alone, to be replayed by {@link OpaquePartWriter}.
 *
 * <p>OpenRouter's reasoning details come in pieces, which belong together as long as type and index
 * stay (https://openrouter.ai/docs/use-cases/reasoning-tokens). DeepSeek wants the thoughts before
 * a tool call back (https://api-docs.deepseek.com/guides/thinking_mode), and no others.
 */
final class OpaquePartCollector {
  private static final String DETAILS = "reasoning_details";

  private final String provider;
  private final List<String> parts = new ArrayList<>();
  private final List<String> details = new ArrayList<>();
  private final StringBuilder reasoning = new StringBuilder();
  private final boolean keepsReasoning;

  OpaquePartCollector(String provider) {
    this.provider = provider;
    this.keepsReasoning = provider.equals(Provider.DEEPSEEK.id());
  }

  void addField(String name, String value) {
    parts.add(WireJson.object(name, value));
  }

  void addToolCallField(int index, String name, String value) {
    parts.add(
        "{\"%s\":{\"index\":%d,\"%s\":%s}}"
            .formatted(OpaquePartWriter.TOOL_CALL, index, name, value));
  }

  void addDetails(String list) {
    details.add(list);
  }

  void appendReasoning(String text) {
    if (keepsReasoning) {
      reasoning.append(text);
    }
  }

  void emitTo(boolean hasCalls, ArrayDeque<ModelEvent> events) {
    if (!details.isEmpty()) {
      ArrayNode joined = mergeDetails();
      if (!joined.isEmpty()) {
        addField(DETAILS, joined.toString());
      }
    }
    if (hasCalls && !reasoning.isEmpty()) {
      var message = WireJson.JsonTreeReader.MAPPER.createObjectNode();
      message.put("reasoning_content", reasoning.toString());
      parts.add(message.toString());
    }
    parts.forEach(part -> events.add(new ModelEvent.OpaquePart(provider, part)));
  }

  private ArrayNode mergeDetails() {
    ArrayNode joined = WireJson.JsonTreeReader.MAPPER.createArrayNode();
    for (String list : details) {
      for (JsonNode piece : WireJson.JsonTreeReader.MAPPER.readTree(list)) {
        if (joined.path(joined.size() - 1) instanceof ObjectNode whole && continues(whole, piece)) {
          append(whole, piece);
        } else {
          joined.add(piece);
        }
      }
    }
    return joined;
  }

  private static boolean continues(ObjectNode whole, JsonNode piece) {
    return piece.has("index")
        && whole.path("index").equals(piece.path("index"))
        && whole.path("type").equals(piece.path("type"));
  }

  private static void append(ObjectNode whole, JsonNode piece) {
    for (var field : piece.properties()) {
      JsonNode before = whole.path(field.getKey());
      boolean grows =
          switch (field.getKey()) {
            case "text", "summary", "data" -> before.isString() && field.getValue().isString();
            default -> false;
          };
      if (grows) {
        whole.put(field.getKey(), before.stringValue() + field.getValue().stringValue());
      } else if (!field.getValue().isNull()) {
        whole.set(field.getKey(), field.getValue());
      }
    }
  }
}
