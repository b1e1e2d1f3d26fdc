package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import org.atomicagents.internal.telemetry.FailureType;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.telemetry.ActivityOutcome;
import org.atomicagents.telemetry.RequestDescription;
import org.atomicagents.telemetry.RequestObservation;
import org.atomicagents.telemetry.RequestReport;
import org.atomicagents.telemetry.RunDescription;
import org.jspecify.annotations.Nullable;

/** The span {@code chat} of a request, its event and its metrics. */
final class OtelRequestObservation implements RequestObservation {
  private final OtelExport export;
  private final ModelRequest request;
  private final Context context;
  private final Span span;
  private final Attributes attributes;
  private final @Nullable DetailsEvent event;
  private final @Nullable ResponseContent content;

  /**
   * Begins the span of a request.
   *
   * @param parent the context of the run
   */
  OtelRequestObservation(
      OtelExport export, RunDescription run, RequestDescription described, Context parent) {
    this.export = export;
    this.request = described.request();
    this.attributes = RequestAttributes.common(export, described);
    SpanBuilder builder =
        export
            .tracer()
            .spanBuilder("chat " + request.model())
            .setParent(parent)
            .setSpanKind(SpanKind.CLIENT)
            .setAllAttributes(attributes);
    this.span = builder.startSpan();
    this.context = parent.with(span);
    this.event = DetailsEvent.begin(export, context);
    // An event is independent of the sampling of its span.
    boolean isDescribed = span.isRecording() || event != null;
    boolean hasContent = isDescribed && export.options().isContentCaptured();
    this.content = hasContent ? new ResponseContent(export.options().maxAttributeLength()) : null;
    if (isDescribed) {
      describe(run, described);
    }
  }

  private void describe(RunDescription run, RequestDescription described) {
    Attributes sent = RequestAttributes.of(export, run, described);
    span.setAllAttributes(sent);
    if (event != null) {
      event.put(attributes);
      event.put(sent);
    }
    if (content != null) {
      String instructions = export.content().instructions(request.messages());
      if (instructions != null) {
        setTexts(GenAiKeys.SYSTEM_INSTRUCTIONS, instructions);
      }
      setTexts(GenAiKeys.INPUT_MESSAGES, export.content().input(request.messages()));
    }
  }

  private void setTexts(AttributeKey<String> key, String json) {
    span.setAttribute(key, json);
    if (event != null) {
      event.putJson(key, json);
    }
  }

  @Override
  public Runnable enter() {
    return OtelRunObservation.enter(context);
  }

  @Override
  public void receive(ModelEvent event) {
    if (content != null) {
      content.add(event);
    }
  }

  @Override
  public void receiveChunk(int number, long nanos) {
    if (number > 1 && request.stream()) {
      export.requests().recordOutputChunk(nanos, attributes, context);
    }
  }

  @Override
  public void end(RequestReport report) {
    Throwable failure = report.failure();
    boolean isLost = report.outcome() == ActivityOutcome.SUPERSEDED;
    String error = failure == null || isLost ? null : FailureType.of(failure);
    try {
      record(report, error);
      if (span.isRecording() || event != null) {
        describe(report, error);
      }
      if (span.isRecording()) {
        SpanErrors.record(span, failure, error, export);
      }
      if (report.responseId() != null && report.outcome() == ActivityOutcome.COMPLETED) {
        export.responses().put(report.responseId(), span.getSpanContext());
      }
      // Last, since a failing processor of logs must not change the span.
      if (event != null) {
        event.emit();
      }
    } finally {
      span.end();
    }
  }

  private void record(RequestReport report, @Nullable String error) {
    if (report.firstChunk() != null && request.stream()) {
      export.requests().recordFirstChunk(report.firstChunk(), attributes, context);
    }
    AttributesBuilder all = attributes.toBuilder();
    if (report.responseModel() != null) {
      all.put(GenAiKeys.RESPONSE_MODEL, export.responseModel(report.responseModel()));
    }
    Attributes withModel = all.build();
    Attributes withError = error == null ? withModel : all.put(GenAiKeys.ERROR, error).build();
    export
        .requests()
        .recordEnd(report.duration(), report.usage(), withModel, withError, hasMedia(), context);
  }

  private boolean hasMedia() {
    for (Message message : request.messages()) {
      for (var part : message.parts()) {
        if (part instanceof Media) {
          return true;
        }
      }
    }
    return false;
  }

  private void describe(RequestReport report, @Nullable String error) {
    Attributes received = RequestAttributes.of(export, request, report);
    span.setAllAttributes(received);
    if (content != null) {
      setTexts(GenAiKeys.OUTPUT_MESSAGES, content.write(export.content(), report.finishReason()));
    }
    if (event != null) {
      event.put(received);
      if (error != null) {
        event.put(GenAiKeys.ERROR, error);
      }
    }
  }
}
