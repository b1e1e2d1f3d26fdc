package org.atomicagents.openai;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A parser of the output items of a response, from the complete list or from the events of a
 * stream.
 *
 * <p>Text of the phase {@code commentary} is progress and no part of the answer: it is reported as
 * reasoning.
 */
final class OutputReader {
  private static final String SECTION_BREAK = "\n\n";

  private final ArrayDeque<ModelEvent> events;
  private final ReplayCollector replay;
  private final String provider;
  private final String model;
  private final Map<Long, OpenItem> items = new HashMap<>();
  private final boolean readsProbabilities;
  private final StringBuilder refusal = new StringBuilder();
  private int calls;
  private boolean hasReasoning;
  private long reasoningItem;
  private long reasoningSection;

  OutputReader(
      String provider, String model, ArrayDeque<ModelEvent> events, boolean readsProbabilities) {
    this.readsProbabilities = readsProbabilities;
    this.provider = provider;
    this.model = model;
    this.events = events;
    this.replay = new ReplayCollector();
  }

  /** An item that has begun. */
  private static final class OpenItem {
    private final long index;
    private boolean isCommentary;
    private boolean hasContent;
    private int call = -1;

    OpenItem(long index) {
      this.index = index;
    }
  }

  /** The fields of an event that concern output items. */
  static final class OutputEvent {
    String type = "";
    private final boolean readsProbabilities;
    private List<TokenProbability> tokens = List.of();
    private @Nullable String delta;
    private @Nullable String item;
    private long index;
    private long section;
    private @Nullable String code;
    private @Nullable String message;

    OutputEvent(boolean readsProbabilities) {
      this.readsProbabilities = readsProbabilities;
    }

    /** Reads the current field. */
    void read(String name, JsonParser json) {
      switch (name) {
        case "type" -> type = json.getValueAsString("");
        case "delta" -> delta = json.getValueAsString(null);
        case "item" ->
            item = json.currentToken() == JsonToken.START_OBJECT ? WireJson.copy(json) : null;
        case "logprobs" -> {
          if (readsProbabilities) {
            tokens = TokenProbabilityReader.readList(json);
          }
        }
        case "output_index" -> index = WireJson.count(json);
        case "summary_index", "content_index" -> section = WireJson.count(json);
        case "code" -> code = json.getValueAsString(null);
        case "message" -> message = json.getValueAsString(null);
        default -> {}
      }
    }

    /** Returns the error that an event of type {@code error} describes, as JSON. */
    String error() {
      return "{\"code\":%s,\"message\":%s}"
          .formatted(
              code == null ? "null" : WireJson.quote(code),
              WireJson.quote(message == null ? "The stream ended with an error." : message));
    }
  }

  boolean readsProbabilities() {
    return readsProbabilities;
  }

  boolean hasCalls() {
    return calls > 0;
  }

  /** Processes an event; returns whether it belongs to an item. */
  boolean accept(OutputEvent event) {
    switch (event.type) {
      case "response.output_text.delta" -> {
        addText(open(event), event.delta, event.section);
        addProbabilities(open(event), event.tokens);
      }
      case "response.refusal.delta" -> addRefusal(open(event), event.delta);
      case "response.function_call_arguments.delta" -> addArguments(open(event), event.delta);
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
          addReasoning(open(event), event.delta, event.section);
      case "response.output_item.added" -> begin(event.index, event.item);
      case "response.output_item.done" -> finish(event.index, event.item);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Parses the output of a complete response; ignores items that were streamed before. */
  void readAll(JsonParser json) {
    if (json.currentToken() != JsonToken.START_ARRAY || !items.isEmpty()) {
      json.skipChildren();
      return;
    }
    long index = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        finish(index, WireJson.copy(json));
      } else {
        json.skipChildren();
      }
      index++;
    }
  }

  void complete() {
    if (!refusal.isEmpty()) {
      events.add(new ModelEvent.Refused(refusal.toString()));
    }
    String part = replay.part();
    if (part != null) {
      events.add(new ModelEvent.OpaquePart(provider, model, part));
    }
  }

  private OpenItem open(OutputEvent event) {
    return open(event.index);
  }

  private OpenItem open(long index) {
    return items.computeIfAbsent(index, OpenItem::new);
  }

  private void begin(long index, @Nullable String json) {
    OpenItem open = open(index);
    if (json != null) {
      begin(open, OutputItem.parse(json));
    }
  }

  private void begin(OpenItem open, OutputItem item) {
    open.isCommentary = item.isCommentary();
    if (item.isFunctionCall() && open.call < 0) {
      open.call = calls++;
      events.add(new ModelEvent.ToolCallDelta(open.call, item.callId(), item.name(), ""));
    }
  }

  private void finish(long index, @Nullable String json) {
    if (json == null) {
      return;
    }
    OpenItem open = open(index);
    OutputItem item = OutputItem.parse(json);
    begin(open, item);
    if (!open.hasContent) {
      addContent(open, item);
    }
    item.annotations()
        .forEach(annotation ->
            events.add(new ModelEvent.Other(provider, WireJson.object("annotation", annotation))));
    if (item.isOther()) {
      events.add(new ModelEvent.Other(provider, json));
    }
    replay.add(item, json);
  }

  /** Adds the content of an item that was not streamed. */
  private void addContent(OpenItem open, OutputItem item) {
    if (item.isFunctionCall()) {
      addArguments(open, item.arguments());
    }
    long section = 0;
    for (String text : item.texts()) {
      addText(open, text, section++);
    }
    if (readsProbabilities) {
      item.tokens().forEach(list -> addProbabilities(open, TokenProbabilityReader.read(list)));
    }
    for (String text : item.reasoning()) {
      addReasoning(open, text, section++);
    }
    item.refusals().forEach(text -> addRefusal(open, text));
  }

  private void addText(OpenItem open, @Nullable String text, long section) {
    if (open.isCommentary) {
      addReasoning(open, text, section);
    } else if (text != null && !text.isEmpty()) {
      open.hasContent = true;
      events.add(new ModelEvent.TextDelta(text));
    }
  }

  private void addProbabilities(OpenItem open, List<TokenProbability> tokens) {
    if (!open.isCommentary && !tokens.isEmpty()) {
      events.add(new ModelEvent.TextProbabilities(tokens));
    }
  }

  private void addReasoning(OpenItem open, @Nullable String text, long section) {
    if (text == null || text.isEmpty()) {
      return;
    }
    open.hasContent = true;
    boolean isNewSection =
        hasReasoning && (reasoningItem != open.index || reasoningSection != section);
    hasReasoning = true;
    reasoningItem = open.index;
    reasoningSection = section;
    events.add(new ModelEvent.ReasoningDelta(isNewSection ? SECTION_BREAK + text : text));
  }

  private void addRefusal(OpenItem open, @Nullable String text) {
    if (text != null) {
      open.hasContent = true;
      refusal.append(text);
    }
  }

  private void addArguments(OpenItem open, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    open.hasContent = true;
    if (open.call < 0) {
      open.call = calls++;
    }
    events.add(new ModelEvent.ToolCallDelta(open.call, null, null, text));
  }
}
