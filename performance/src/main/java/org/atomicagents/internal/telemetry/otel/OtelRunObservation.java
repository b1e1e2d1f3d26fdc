package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.CacheState;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.internal.telemetry.FailureType;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Usage;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.telemetry.ActivityOutcome;
import org.atomicagents.telemetry.RequestDescription;
import org.atomicagents.telemetry.RequestObservation;
import org.atomicagents.telemetry.RunDescription;
import org.atomicagents.telemetry.RunObservation;
import org.atomicagents.telemetry.RunReport;
import org.atomicagents.telemetry.ToolObservation;
import org.jspecify.annotations.Nullable;

/**
 * The span {@code invoke_agent} of a run.
 *
 * <p>The span is created when the run starts or sends its first request, so that a run that is only
 * prepared has none. Thread-safe.
 */
final class OtelRunObservation implements RunObservation {
  // The run of a context whose span is not created yet.
  private static final ContextKey<OtelRunObservation> PREPARED_RUN =
      ContextKey.named("atomic-agents-prepared-run");

  private final OtelExport export;
  private final RunDescription run;
  private final Context parent;
  private final Instant start = Instant.now();
  private final Lock creating = new ReentrantLock();
  // Null until the span is created.
  private volatile @Nullable Context created;

  OtelRunObservation(OtelExport export, RunDescription run, Context parent) {
    this.export = export;
    this.run = run;
    this.parent = parent;
  }

  @Override
  public void start(PreparedRun<?> prepared, boolean isStreamed) {
    Span span = Span.fromContext(context());
    if (!span.isRecording()) {
      return;
    }
    ModelRequest request = prepared.request();
    span.setAttribute(GenAiKeys.MODEL, request.model());
    if (request.output() != null) {
      span.setAttribute(GenAiKeys.OUTPUT_TYPE, "json");
      span.setAttribute(AtomicKeys.MODE, request.output().mode().name().toLowerCase(Locale.ROOT));
    }
    if (run.input() != null) {
      span.setAttribute(AtomicKeys.INPUT_SCHEMA, run.input().getClass().getSimpleName());
    }
    prepared.outputSchema().ifPresent(s -> span.setAttribute(AtomicKeys.OUTPUT_SCHEMA, s.name()));
    span.setAttribute(AtomicKeys.MESSAGE_COUNT, request.messages().size());
    String prompt = systemPrompt(request.messages());
    if (!prompt.isEmpty()) {
      span.setAttribute(AtomicKeys.PROMPT_HASH, export.prompts().of(run.agent(), prompt));
    }
    if (export.options().isContentCaptured()) {
      String instructions = export.content().instructions(request.messages());
      if (instructions != null) {
        span.setAttribute(GenAiKeys.SYSTEM_INSTRUCTIONS, instructions);
      }
      span.setAttribute(GenAiKeys.INPUT_MESSAGES, export.content().input(request.messages()));
    }
  }

  private static String systemPrompt(List<Message> messages) {
    return messages.isEmpty() || messages.getFirst().role() != Role.SYSTEM
        ? ""
        : messages.getFirst().text();
  }

  @Override
  public Runnable enter() {
    Context own = created;
    return enter(own == null ? parent.with(PREPARED_RUN, this) : own);
  }

  /** Makes a context current; returns the action that restores the thread. */
  @SuppressWarnings("MustBeClosedChecker") // the returned action closes it
  static Runnable enter(Context context) {
    Scope scope = context.makeCurrent();
    return scope::close;
  }

  @Override
  public RequestObservation beginRequest(RequestDescription request) {
    return new OtelRequestObservation(export, run, request, context());
  }

  @Override
  public ToolObservation beginTool(AgentEvent.ToolStarted call) {
    return new OtelToolObservation(export, call, context());
  }

  @Override
  public void receive(AgentEvent event) {
    Context own = created;
    if (own == null) {
      return;
    }
    Span span = Span.fromContext(own);
    SpanEvents.add(span, event);
    if (event instanceof AgentEvent.OutputRejected rejected
        && export.options().isContentCaptured()) {
      String text = export.content().text(Violation.lines(rejected.violations()));
      if (text != null) {
        span.setAttribute(AtomicKeys.VALIDATION_ERROR, text);
      }
    }
  }

  @Override
  public void end(RunReport report) {
    if (report.outcome() == ActivityOutcome.UNUSED && created == null) {
      return;
    }
    Context own = context();
    Span span = Span.fromContext(own);
    Throwable failure = report.failure();
    String error = failure == null ? null : FailureType.of(failure);
    try {
      if (report.outcome() != ActivityOutcome.UNUSED) {
        export.runs().recordRun(report, run.agent(), error, own);
      }
      if (span.isRecording()) {
        describe(span, report);
        SpanErrors.record(span, failure, error, export);
      }
    } finally {
      span.end();
    }
  }

  private void describe(Span span, RunReport report) {
    span.setAttribute(AtomicKeys.OUTCOME, report.outcome().name().toLowerCase(Locale.ROOT));
    span.setAttribute(AtomicKeys.ATTEMPTS, report.attempts());
    span.setAttribute(AtomicKeys.REQUESTS, report.counts().requests());
    Usage usage = report.usage();
    if (!usage.equals(Usage.NONE)) {
      span.setAttribute(GenAiKeys.INPUT_TOKENS, usage.inputTokens());
      span.setAttribute(GenAiKeys.OUTPUT_TOKENS, usage.outputTokens());
      report.cost().ifPresent(cost -> span.setAttribute(AtomicKeys.COST, cost.doubleValue()));
    }
    if (report.isStreamed() && report.outcome() == ActivityOutcome.CANCELLED) {
      span.setAttribute(AtomicKeys.CLOSED_EARLY, true);
    }
    RunResult<?> result = report.result();
    if (result == null) {
      return;
    }
    span.setAttribute(
        GenAiKeys.FINISH_REASONS, List.of(ContentWriter.finishReason(result.finishReason())));
    span.setAttribute(GenAiKeys.RESPONSE_MODEL, export.content().shortened(result.model()));
    if (result.cacheState() != CacheState.NONE) {
      span.setAttribute(AtomicKeys.CACHE, result.cacheState().name().toLowerCase(Locale.ROOT));
    }
    if (result.cacheState() == CacheState.SHARED) {
      link(span, result.requestIds());
    }
    if (export.options().isContentCaptured()) {
      span.setAttribute(
          GenAiKeys.OUTPUT_MESSAGES,
          export.content().output(result.text(), "", List.of(), result.finishReason()));
    }
  }

  /** Links a run to the requests of another run, whose responses it shares. */
  private void link(Span span, List<String> responseIds) {
    for (String id : responseIds) {
      SpanContext request = export.responses().get(id);
      if (request != null) {
        span.addLink(request);
      }
    }
  }

  private Context context() {
    Context known = created;
    if (known != null) {
      return known;
    }
    creating.lock();
    try {
      known = created;
      if (known == null) {
        Context outer = parentWithSpan();
        known = outer.with(startSpan(outer));
        created = known;
      }
      return known;
    } finally {
      creating.unlock();
    }
  }

  /**
   * Returns the parent; if it is a run that was only prepared before, with the span of that run.
   */
  private Context parentWithSpan() {
    OtelRunObservation outer = parent.get(PREPARED_RUN);
    return outer != null && Span.fromContext(parent).equals(Span.fromContext(outer.parent))
        ? outer.context()
        : parent;
  }

  private Span startSpan(Context outer) {
    var builder =
        export
            .tracer()
            .spanBuilder("invoke_agent " + run.agent())
            .setParent(outer)
            .setSpanKind(SpanKind.INTERNAL)
            .setStartTimestamp(start)
            .setAttribute(GenAiKeys.OPERATION, "invoke_agent")
            .setAttribute(GenAiKeys.AGENT, run.agent());
    if (run.conversation() != null) {
      builder.setAttribute(GenAiKeys.CONVERSATION, run.conversation());
    }
    return builder.startSpan();
  }
}
