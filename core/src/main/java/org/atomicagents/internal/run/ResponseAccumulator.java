package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.atomicagents.model.ResponseMode;
import org.jspecify.annotations.Nullable;

/**
 * The response of one exchange, accumulated from its events.
 *
 * <p>Not thread-safe.
 */
public final class ResponseAccumulator {
  private TextAccumulator text = new TextAccumulator();
  private SortedMap<Integer, ToolCallText> calls = Collections.emptySortedMap();
  private List<Content> opaque = List.of();
  private List<TokenProbability> tokens = List.of();
  private String model;
  private ResponseMode mode;
  private @Nullable String refusal;
  private Usage usage = Usage.NONE;
  private FinishReason finishReason = FinishReason.OTHER;
  private String rawFinishReason = "";

  private static final class ToolCallText {
    private @Nullable String id;
    private String name = "";
    private final TextAccumulator arguments = new TextAccumulator();
  }

  public ResponseAccumulator(String requestedModel, ResponseMode requestedMode) {
    this.model = requestedModel;
    this.mode = requestedMode;
  }

  /** Returns the text that an event adds to the response, or null if it adds none. */
  @Nullable
  public String accept(ModelEvent event) {
    switch (event) {
      case ModelEvent.TextDelta delta -> {
        text.append(delta.text());
        return delta.text();
      }
      case ModelEvent.ToolCallDelta delta -> {
        add(delta);
        return delta.arguments();
      }
      case ModelEvent.Started started ->
          model = started.model().isEmpty() ? model : started.model();
      case ModelEvent.ModeChanged changed -> mode = changed.mode();
      case ModelEvent.ModelChanged changed -> restart(changed);
      case ModelEvent.Refused refused -> refusal = refused.text();
      case ModelEvent.OpaquePart part ->
          add(new Content.Opaque(part.provider(), part.model(), part.json()));
      case ModelEvent.UsageReport report -> usage = report.usage();
      case ModelEvent.Finished finished -> {
        finishReason = finished.reason();
        rawFinishReason = finished.rawReason();
      }
      case ModelEvent.TextProbabilities probabilities -> add(probabilities);
      case ModelEvent.ReasoningDelta ignored -> {}
      case ModelEvent.Other ignored -> {}
    }
    return null;
  }

  private void restart(ModelEvent.ModelChanged changed) {
    text = new TextAccumulator();
    calls = Collections.emptySortedMap();
    opaque = List.of();
    tokens = List.of();
    model = changed.model();
    mode = changed.mode() == null ? mode : changed.mode();
    refusal = null;
    usage = Usage.NONE;
    finishReason = FinishReason.OTHER;
    rawFinishReason = "";
  }

  private void add(ModelEvent.ToolCallDelta delta) {
    if (calls.isEmpty()) {
      calls = new TreeMap<>();
    }
    ToolCallText call = calls.computeIfAbsent(delta.index(), index -> new ToolCallText());
    if (delta.id() != null) {
      call.id = delta.id();
    }
    if (delta.name() != null) {
      call.name = delta.name();
    }
    call.arguments.append(delta.arguments());
  }

  private void add(ModelEvent.TextProbabilities probabilities) {
    if (tokens.isEmpty()) {
      tokens = new ArrayList<>();
    }
    tokens.addAll(probabilities.tokens());
  }

  private void add(Content part) {
    if (opaque.isEmpty()) {
      opaque = new ArrayList<>();
    }
    opaque.add(part);
  }

  boolean hasCalls() {
    return !calls.isEmpty();
  }

  /** Returns whether the call at an index is a call of the named function. */
  boolean isCallOf(int index, String function) {
    ToolCallText call = calls.get(index);
    return call != null && call.name.equals(function);
  }

  /** Returns the number of calls of the named function. */
  long countCalls(String function) {
    return calls.values().stream().filter(call -> call.name.equals(function)).count();
  }

  /** Returns the arguments of the first call of the named function; the text if there is none. */
  String json(String function) {
    if (calls.isEmpty()) {
      return text.toString();
    }
    for (ToolCallText call : calls.values()) {
      if (call.name.equals(function)) {
        return call.arguments.toString();
      }
    }
    return text.toString();
  }

  String text() {
    return text.toString();
  }

  boolean isEmpty() {
    return text.isBlank() && calls.isEmpty();
  }

  List<Content.ToolCall> toolCalls() {
    var list = new ArrayList<Content.ToolCall>(calls.size());
    calls.forEach((index, call) -> {
      String id = call.id == null ? "call_" + index : call.id;
      list.add(new Content.ToolCall(id, call.name, call.arguments.toString()));
    });
    return list;
  }

  List<Content> opaque() {
    return List.copyOf(opaque);
  }

  /** Returns the tokens with their probabilities; empty if they were not sent. */
  List<TokenProbability> tokens() {
    return List.copyOf(tokens);
  }

  String model() {
    return model;
  }

  /** Returns the response mode of the request that was answered. */
  ResponseMode mode() {
    return mode;
  }

  @Nullable String refusal() {
    return refusal;
  }

  Usage usage() {
    return usage;
  }

  FinishReason finishReason() {
    return finishReason;
  }

  /** Returns the finish reason as sent by the provider. */
  String rawFinishReason() {
    return rawFinishReason;
  }
}
