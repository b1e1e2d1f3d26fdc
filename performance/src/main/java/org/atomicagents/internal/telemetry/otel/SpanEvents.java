package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.atomicagents.internal.telemetry.FailureType;
import org.atomicagents.internal.telemetry.PathName;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.jspecify.annotations.Nullable;

/** Adds the events of a run to its span, without texts of the conversation. */
final class SpanEvents {
  private static final int MAX_PATHS = 16;

  private SpanEvents() {}

  static void add(Span span, AgentEvent event) {
    String name = name(event);
    if (name != null) {
      span.addEvent("atomic_agents." + name, attributes(event));
    }
  }

  private static @Nullable String name(AgentEvent event) {
    return switch (event) {
      case AgentEvent.OutputRepaired e -> "output_repaired";
      case AgentEvent.OutputRejected e -> "output_rejected";
      case AgentEvent.RequestRetried e -> "request_retried";
      case AgentEvent.ModelReplaced e -> "model_replaced";
      case AgentEvent.RequestHedged e -> "request_hedged";
      case AgentEvent.HedgeEnded e -> "hedge_ended";
      case AgentEvent.RequestRejected e -> "request_rejected";
      case AgentEvent.ModeRefused e -> "mode_refused";
      case AgentEvent.ModelSelected e -> "model_selected";
      case AgentEvent.RunEscalated e -> "run_escalated";
      case AgentEvent.CacheHit e -> "cache_hit";
      case AgentEvent.CacheShared e -> "cache_shared";
      case AgentEvent.RequestShared e -> "request_shared";
      case AgentEvent.ContextTrimmed e -> "context_trimmed";
      case AgentEvent.LoopSuspended e -> "loop_suspended";
      default -> null;
    };
  }

  private static Attributes attributes(AgentEvent event) {
    var attributes = Attributes.builder();
    switch (event) {
      case AgentEvent.OutputRepaired e ->
          attributes
              .put(AtomicKeys.ATTEMPT, e.attempt())
              .put(AtomicKeys.PATHS, names(e.repairs().stream().map(Repair::path)))
              .put(AtomicKeys.REPAIR_KINDS, kinds(e.repairs()));
      case AgentEvent.OutputRejected e ->
          attributes
              .put(AtomicKeys.ATTEMPT, e.attempt())
              .put(AtomicKeys.PATHS, names(e.violations().stream().map(Violation::path)));
      case AgentEvent.RequestRetried e ->
          attributes
              .put(GenAiKeys.ERROR, FailureType.of(e.failure()))
              .put(AtomicKeys.DELAY, RequestInstruments.seconds(e.delay()));
      case AgentEvent.ModelReplaced e ->
          attributes
              .put(GenAiKeys.ERROR, FailureType.of(e.failure()))
              .put(GenAiKeys.MODEL, e.model())
              .put(AtomicKeys.NEXT, e.next());
      case AgentEvent.RequestHedged e ->
          attributes.put(AtomicKeys.DELAY, RequestInstruments.seconds(e.delay()));
      case AgentEvent.HedgeEnded e ->
          attributes.put(AtomicKeys.RESULT, e.secondWon() ? "won" : "lost");
      case AgentEvent.RequestRejected e ->
          attributes.put(GenAiKeys.ERROR, FailureType.of(e.failure()));
      case AgentEvent.ModeRefused e ->
          attributes
              .put(AtomicKeys.MODE, e.refused().name().toLowerCase(Locale.ROOT))
              .put(AtomicKeys.NEXT, e.next().name().toLowerCase(Locale.ROOT));
      case AgentEvent.ModelSelected e ->
          attributes.put(GenAiKeys.MODEL, e.model()).put(AtomicKeys.REASON, e.reason());
      case AgentEvent.RunEscalated e ->
          attributes.put(GenAiKeys.MODEL, e.from()).put(AtomicKeys.NEXT, e.to());
      default -> {}
    }
    return attributes.build();
  }

  private static List<String> kinds(List<Repair> repairs) {
    return repairs.stream()
        .map(repair -> repair.kind().name().toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }

  private static List<String> names(Stream<String> paths) {
    return paths.map(PathName::of).distinct().limit(MAX_PATHS).toList();
  }
}
