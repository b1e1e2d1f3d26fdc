package org.atomicagents.anthropic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The content blocks of a response, which are reported as events and collected for {@link
 * ReplayedBlocks}.
 *
 * <p>Thinking, its signatures and redacted thinking, the calls of tools that Anthropic runs, their
 * results and compacted conversations are repeated in the next request. A response of plain text
 * and function calls needs no repetition.
 */
final class ResponseBlocks {
  private static final String SECTION_BREAK = "\n\n";
  private static final Set<String> THINKING = Set.of("thinking", "redacted_thinking");

  private final String model;
  private final ArrayDeque<ModelEvent> events;
  private final SortedMap<Integer, OpenBlock> open = new TreeMap<>();
  private final List<String> replayed = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private boolean needsReplay;
  private boolean hasReasoning;
  private int calls;

  ResponseBlocks(String model, ArrayDeque<ModelEvent> events) {
    this.model = model;
    this.events = events;
  }

  /** A block that has begun. */
  private static final class OpenBlock {
    private final String start;
    private final ObjectNode json;
    private final String type;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private final StringBuilder input = new StringBuilder();
    private @Nullable String encryptedContent;
    private boolean hasDeltas;
    private int call;

    OpenBlock(String start, ObjectNode json) {
      this.start = start;
      this.json = json;
      this.type = json.path("type").asString("");
    }
  }

  /** Begins a block. */
  void start(int index, String start) {
    stop(index);
    JsonNode json = WireJson.JsonTreeReader.MAPPER.readTree(start);
    var block = new OpenBlock(start, (ObjectNode) json);
    open.put(index, block);
    switch (block.type) {
      case "text" -> {
        addText(block, json.path("text").asString(""));
        json.path("citations").forEach(citation -> emitCitation(citation.toString()));
      }
      case "thinking" -> {
        addReasoning(block, json.path("thinking").asString(""));
        block.signature.append(json.path("signature").asString(""));
      }
      case "tool_use" -> {
        block.call = calls++;
        events.add(
            new ModelEvent.ToolCallDelta(
                block.call, json.path("id").asString(null), json.path("name").asString(null), ""));
      }
      default -> {}
    }
  }

  /** Adds a delta to its block; returns whether its type is known. */
  boolean add(int index, BlockDelta delta) {
    OpenBlock block = open.get(index);
    if (block == null) {
      return false;
    }
    block.hasDeltas = true;
    switch (delta.type()) {
      case "text_delta" -> addText(block, delta.text());
      case "thinking_delta" -> addReasoning(block, delta.text());
      case "signature_delta" -> block.signature.append(delta.text());
      case "compaction_delta" -> {
        block.text.append(delta.text());
        block.encryptedContent = delta.encryptedContent();
      }
      case "input_json_delta" -> addInput(block, delta.text());
      case "citations_delta" -> addCitation(block, delta.citation());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void addText(OpenBlock block, String added) {
    if (!added.isEmpty()) {
      block.text.append(added);
      text.append(added);
      events.add(new ModelEvent.TextDelta(added));
    }
  }

  private void addReasoning(OpenBlock block, String added) {
    if (!added.isEmpty()) {
      boolean isNewSection = hasReasoning && block.text.isEmpty();
      hasReasoning = true;
      block.text.append(added);
      events.add(new ModelEvent.ReasoningDelta(isNewSection ? SECTION_BREAK + added : added));
    }
  }

  private void addInput(OpenBlock block, String added) {
    block.input.append(added);
    if (block.type.equals("tool_use") && !added.isEmpty()) {
      events.add(new ModelEvent.ToolCallDelta(block.call, null, null, added));
    }
  }

  private void addCitation(OpenBlock block, @Nullable String citation) {
    if (citation != null) {
      ArrayNode list =
          block.json.get("citations") instanceof ArrayNode known
              ? known
              : block.json.putArray("citations");
      list.add(WireJson.JsonTreeReader.MAPPER.readTree(citation));
      emitCitation(citation);
    }
  }

  private void emitCitation(String citation) {
    events.add(new ModelEvent.Other(Anthropic.PROVIDER, WireJson.object("citation", citation)));
  }

  /** Ends a block; nothing happens if none is open at the index. */
  void stop(int index) {
    OpenBlock block = open.remove(index);
    if (block == null) {
      return;
    }
    switch (block.type) {
      case "text" -> {
        block.json.remove("text");
        boolean hasCitations = !block.json.path("citations").isEmpty();
        if (!hasCitations) {
          block.json.remove("citations");
        }
        needsReplay |= hasCitations;
        replayed.add(block.json.put(ReplayedBlocks.LENGTH, block.text.length()).toString());
      }
      case "tool_use" -> {
        if (block.input.isEmpty()) {
          addInput(block, inputOf(block.start));
        }
        replayed.add(block.json.remove(List.of("name", "input")).toString());
      }
      default -> {
        needsReplay = true;
        String json = block.hasDeltas ? withDeltas(block) : block.start;
        replayed.add(json);
        if (!THINKING.contains(block.type)) {
          events.add(new ModelEvent.Other(Anthropic.PROVIDER, json));
        }
      }
    }
  }

  /** Returns the input of a call, as the provider has written it. */
  private static String inputOf(String block) {
    try (var json = WireJson.parser(block)) {
      json.nextToken();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        if (name.equals("input")) {
          return WireJson.copy(json);
        }
        json.skipChildren();
      }
    }
    return "{}";
  }

  private static String withDeltas(OpenBlock block) {
    ObjectNode json = block.json;
    switch (block.type) {
      case "thinking" ->
          json.put("thinking", block.text.toString()).put("signature", block.signature.toString());
      case "compaction" -> {
        json.put("content", block.text.isEmpty() ? null : block.text.toString());
        if (block.encryptedContent != null) {
          json.put("encrypted_content", block.encryptedContent);
        }
      }
      default -> json.set("input", parsed(block.input.toString()));
    }
    return json.toString();
  }

  private static JsonNode parsed(String input) {
    JsonNode parsed = WireJson.JsonTreeReader.read(input);
    return parsed.isObject() ? parsed : WireJson.JsonTreeReader.MAPPER.createObjectNode();
  }

  /** Ends all blocks. */
  void stopAll() {
    List.copyOf(open.keySet()).forEach(this::stop);
  }

  /** Reports the blocks to repeat in the next request, if there are any. */
  void emitReplay() {
    if (needsReplay) {
      String part =
          "{\"%s\":[%s],\"%s\":\"%s\"}"
              .formatted(
                  ReplayedBlocks.KEY,
                  String.join(",", replayed),
                  ReplayedBlocks.HASH,
                  ReplayedBlocks.hash(text.toString()));
      events.add(new ModelEvent.OpaquePart(Anthropic.PROVIDER, model, part));
    }
  }
}
