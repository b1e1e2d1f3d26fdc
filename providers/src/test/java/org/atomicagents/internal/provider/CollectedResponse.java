package org.atomicagents.internal.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;

/** The accumulated events of one exchange. */
public record CollectedResponse(
    String id,
    String model,
    String text,
    String reasoning,
    List<Call> calls,
    Usage usage,
    FinishReason reason,
    String rawReason,
    List<String> refused,
    List<String> opaque,
    List<String> other) {

  /** A tool call. */
  public record Call(String id, String name, String arguments) {}

  /** Returns a copy without opaque and other parts. */
  public CollectedResponse withoutParts() {
    return new CollectedResponse(
        id, model, text, reasoning, calls, usage, reason, rawReason, refused, List.of(), List.of());
  }

  public static CollectedResponse of(ModelExchange exchange) {
    var events = new ArrayList<ModelEvent>();
    exchange.forEach(events::add);
    return of(events);
  }

  public static CollectedResponse of(List<ModelEvent> events) {
    String id = null;
    String model = null;
    var text = new StringBuilder();
    var reasoning = new StringBuilder();
    var calls = new TreeMap<Integer, Call>();
    Usage usage = Usage.NONE;
    FinishReason reason = null;
    String rawReason = null;
    var refused = new ArrayList<String>();
    var opaque = new ArrayList<String>();
    var other = new ArrayList<String>();
    for (ModelEvent event : events) {
      switch (event) {
        case ModelEvent.Started started -> {
          id = started.id();
          model = started.model();
        }
        case ModelEvent.TextDelta delta -> text.append(delta.text());
        case ModelEvent.ReasoningDelta delta -> reasoning.append(delta.text());
        case ModelEvent.ToolCallDelta delta ->
            calls.merge(
                delta.index(),
                new Call(delta.id(), delta.name(), delta.arguments()),
                (a, b) -> new Call(a.id(), a.name(), a.arguments() + b.arguments()));
        case ModelEvent.UsageReport report -> usage = report.usage();
        case ModelEvent.Finished finished -> {
          reason = finished.reason();
          rawReason = finished.rawReason();
        }
        case ModelEvent.ModeChanged ignored -> {}
        case ModelEvent.TextProbabilities ignored -> {}
        case ModelEvent.ModelChanged ignored -> {}
        case ModelEvent.Refused refusal -> refused.add(refusal.text());
        case ModelEvent.OpaquePart part -> opaque.add(part.json());
        case ModelEvent.Other part -> other.add(part.json());
      }
    }
    return new CollectedResponse(
        id,
        model,
        text.toString(),
        reasoning.toString(),
        List.copyOf(calls.values()),
        usage,
        reason,
        rawReason,
        refused,
        opaque,
        other);
  }
}
