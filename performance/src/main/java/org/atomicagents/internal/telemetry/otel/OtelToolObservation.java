package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.Locale;
import org.atomicagents.internal.telemetry.FailureType;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.telemetry.ToolObservation;
import org.atomicagents.telemetry.ToolReport;
import org.jspecify.annotations.Nullable;

/** The span {@code execute_tool} of a call of a tool, and its metric. */
final class OtelToolObservation implements ToolObservation {
  private final OtelExport export;
  private final Attributes attributes;
  private final Context context;
  private final Span span;

  /**
   * Begins the span of a call.
   *
   * @param parent the context of the run
   */
  OtelToolObservation(OtelExport export, AgentEvent.ToolStarted call, Context parent) {
    this.export = export;
    this.attributes =
        Attributes.of(
            GenAiKeys.OPERATION,
            "execute_tool",
            GenAiKeys.TOOL_NAME,
            call.name(),
            GenAiKeys.TOOL_TYPE,
            "function");
    this.span =
        export
            .tracer()
            .spanBuilder("execute_tool " + call.name())
            .setParent(parent)
            .setSpanKind(SpanKind.INTERNAL)
            .setAllAttributes(attributes)
            .setAttribute(GenAiKeys.TOOL_CALL_ID, call.callId())
            .startSpan();
    this.context = parent.with(span);
    if (span.isRecording() && export.options().isContentCaptured()) {
      setText(span, true, call.input());
    }
  }

  private void setText(Span target, boolean isInput, @Nullable String text) {
    String written = text == null ? null : export.content().text(text);
    if (written != null) {
      target.setAttribute(isInput ? GenAiKeys.TOOL_ARGUMENTS : GenAiKeys.TOOL_RESULT, written);
    }
  }

  @Override
  public Runnable enter() {
    return OtelRunObservation.enter(context);
  }

  @Override
  public void end(ToolReport report) {
    Throwable failure = report.failure();
    String error = failure == null ? null : FailureType.of(failure);
    AttributesBuilder all = attributes.toBuilder();
    if (error != null) {
      all.put(GenAiKeys.ERROR, error);
    }
    try {
      export.runs().recordTool(RequestInstruments.seconds(report.duration()), all.build(), context);
      if (span.isRecording()) {
        describe(report, error);
      }
    } finally {
      span.end();
    }
  }

  private void describe(ToolReport report, @Nullable String error) {
    span.setAttribute(AtomicKeys.OUTCOME, report.outcome().name().toLowerCase(Locale.ROOT));
    SpanErrors.record(span, report.failure(), error, export);
    if (export.options().isContentCaptured()) {
      setText(span, false, report.text());
    }
  }
}
