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
 * A collector of the provider-specific parts of a response, which {@link OpaquePartWriter} replays.
 *
 * <p>OpenRouter sends reasoning details in fragments; consecutive fragments with the same type and
 * index are merged (https://openrouter.ai/docs/use-cases/reasoning-tokens). DeepSeek requires the
 * reasoning before a tool call to be replayed, and no other reasoning
 * (https://api-docs.deepseek.com/guides/thinking_mode).
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

  /** Returns the readable text in a list of reasoning details. */
  static String textOf(String list) {
    var text = new StringBuilder();
    for (JsonNode detail : WireJson.JsonTreeReader.MAPPER.readTree(list)) {
      String type = detail.path("type").asString("");
      String field = type.equals("reasoning.summary") ? "summary" : "text";
      text.append(detail.path(field).asString(""));
    }
    return text.toString();
  }

  void appendReasoning(String text) {
    if (keepsReasoning) {
      reasoning.append(text);
    }
  }

  void emitTo(boolean hasCalls, ArrayDeque<ModelEvent> events) {
    if (!details.isEmpty()) {
      ArrayNode merged = mergeDetails();
      if (!merged.isEmpty()) {
        addField(DETAILS, merged.toString());
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
    ArrayNode merged = WireJson.JsonTreeReader.MAPPER.createArrayNode();
    for (String list : details) {
      for (JsonNode fragment : WireJson.JsonTreeReader.MAPPER.readTree(list)) {
        if (merged.path(merged.size() - 1) instanceof ObjectNode target
            && isContinuation(target, fragment)) {
          append(target, fragment);
        } else {
          merged.add(fragment);
        }
      }
    }
    return merged;
  }

  private static boolean isContinuation(ObjectNode target, JsonNode fragment) {
    return fragment.has("index")
        && target.path("index").equals(fragment.path("index"))
        && target.path("type").equals(fragment.path("type"));
  }

  private static void append(ObjectNode target, JsonNode fragment) {
    for (var field : fragment.properties()) {
      JsonNode previous = target.path(field.getKey());
      boolean isAppendable =
          switch (field.getKey()) {
            case "text", "summary", "data" -> previous.isString() && field.getValue().isString();
            default -> false;
          };
      if (isAppendable) {
        target.put(field.getKey(), previous.stringValue() + field.getValue().stringValue());
      } else if (!field.getValue().isNull()) {
        target.set(field.getKey(), field.getValue());
      }
    }
  }
}
