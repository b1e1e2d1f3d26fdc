package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Locale;
import org.atomicagents.internal.telemetry.FailureType;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.Sampling;
import org.atomicagents.telemetry.ActivityOutcome;
import org.atomicagents.telemetry.RequestDescription;
import org.atomicagents.telemetry.RequestObservation;
import org.atomicagents.telemetry.RequestReport;
import org.atomicagents.telemetry.RunDescription;
import org.jspecify.annotations.Nullable;

/** The span {@code chat} of a request, and its metrics. */
final class OtelRequestObservation implements RequestObservation {
  private final OtelExport export;
  private final ModelRequest request;
  private final Context context;
  private final Span span;
  private final Attributes attributes;
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
    this.attributes = attributes(export, described);
    SpanBuilder builder =
        export
            .tracer()
            .spanBuilder("chat " + request.model())
            .setParent(parent)
            .setSpanKind(SpanKind.CLIENT)
            .setAllAttributes(attributes);
    this.span = builder.startSpan();
    this.context = parent.with(span);
    boolean hasContent = span.isRecording() && export.options().isContentCaptured();
    this.content = hasContent ? new ResponseContent(export.options().maxAttributeLength()) : null;
    if (span.isRecording()) {
      describe(run, described);
    }
  }

  private static Attributes attributes(OtelExport export, RequestDescription described) {
    AttributesBuilder common =
        Attributes.builder()
            .put(GenAiKeys.OPERATION, "chat")
            .put(GenAiKeys.MODEL, described.request().model());
    if (export.hasProvider()) {
      common.put(GenAiKeys.PROVIDER, ProviderNames.current(described.provider()));
    }
    if (export.hasSystem()) {
      common.put(GenAiKeys.SYSTEM, ProviderNames.system(described.provider()));
    }
    return common.build();
  }

  private void describe(RunDescription run, RequestDescription described) {
    span.setAttribute(GenAiKeys.AGENT, run.agent());
    if (run.conversation() != null) {
      span.setAttribute(GenAiKeys.CONVERSATION, run.conversation());
    }
    span.setAttribute(AtomicKeys.REQUEST_NUMBER, described.number());
    if (request.output() != null) {
      span.setAttribute(GenAiKeys.OUTPUT_TYPE, "json");
      span.setAttribute(AtomicKeys.MODE, request.output().mode().name().toLowerCase(Locale.ROOT));
    }
    if (request.stream()) {
      span.setAttribute(GenAiKeys.STREAM, true);
    }
    describe(request.sampling());
    if (content != null) {
      String instructions = export.content().instructions(request.messages());
      if (instructions != null) {
        span.setAttribute(GenAiKeys.SYSTEM_INSTRUCTIONS, instructions);
      }
      span.setAttribute(GenAiKeys.INPUT_MESSAGES, export.content().input(request.messages()));
    }
  }

  private void describe(Sampling sampling) {
    if (sampling.temperature() != null) {
      span.setAttribute(GenAiKeys.TEMPERATURE, sampling.temperature());
    }
    if (sampling.topP() != null) {
      span.setAttribute(GenAiKeys.TOP_P, sampling.topP());
    }
    if (sampling.maxTokens() != null) {
      span.setAttribute(GenAiKeys.MAX_TOKENS, sampling.maxTokens().longValue());
    }
    if (sampling.seed() != null) {
      span.setAttribute(GenAiKeys.SEED, sampling.seed());
    }
    if (!sampling.stop().isEmpty()) {
      span.setAttribute(GenAiKeys.STOP, sampling.stop());
    }
    if (sampling.reasoningEffort() != null) {
      span.setAttribute(GenAiKeys.REASONING_LEVEL, sampling.reasoningEffort());
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
      if (span.isRecording()) {
        describe(report);
        SpanErrors.record(span, failure, error, export);
      }
      if (report.responseId() != null && report.outcome() == ActivityOutcome.COMPLETED) {
        export.responses().put(report.responseId(), span.getSpanContext());
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

  private void describe(RequestReport report) {
    span.setAttribute(AtomicKeys.OUTCOME, report.outcome().name().toLowerCase(Locale.ROOT));
    span.setAttribute(
        GenAiKeys.FINISH_REASONS, List.of(ContentWriter.finishReason(report.finishReason())));
    if (report.outcome() == ActivityOutcome.SUPERSEDED) {
      span.setAttribute(AtomicKeys.HEDGE_LOST, true);
    }
    if (report.responseId() != null) {
      span.setAttribute(GenAiKeys.RESPONSE_ID, export.content().shortened(report.responseId()));
    }
    if (report.responseModel() != null) {
      span.setAttribute(
          GenAiKeys.RESPONSE_MODEL, export.content().shortened(report.responseModel()));
    }
    if (report.firstChunk() != null && request.stream()) {
      span.setAttribute(GenAiKeys.FIRST_CHUNK, RequestInstruments.seconds(report.firstChunk()));
    }
    describe(report.usage());
    if (content != null) {
      span.setAttribute(
          GenAiKeys.OUTPUT_MESSAGES, content.write(export.content(), report.finishReason()));
    }
  }

  private void describe(Usage usage) {
    if (usage.equals(Usage.NONE)) {
      return;
    }
    span.setAttribute(GenAiKeys.INPUT_TOKENS, usage.inputTokens());
    span.setAttribute(GenAiKeys.OUTPUT_TOKENS, usage.outputTokens());
    if (usage.cacheReadTokens() > 0) {
      span.setAttribute(GenAiKeys.CACHE_READ_TOKENS, usage.cacheReadTokens());
    }
    if (usage.cacheWriteTokens() > 0 && export.isCurrent()) {
      span.setAttribute(GenAiKeys.CACHE_WRITE_TOKENS, usage.cacheWriteTokens());
    }
    if (usage.cacheWriteTokens() > 0 && export.isV141()) {
      span.setAttribute(GenAiKeys.CACHE_CREATION_TOKENS, usage.cacheWriteTokens());
    }
    if (usage.reasoningTokens() > 0) {
      span.setAttribute(GenAiKeys.REASONING_TOKENS, usage.reasoningTokens());
    }
    if (usage.audioInputTokens() > 0) {
      span.setAttribute(GenAiKeys.AUDIO_INPUT_TOKENS, usage.audioInputTokens());
    }
    if (usage.audioOutputTokens() > 0) {
      span.setAttribute(GenAiKeys.AUDIO_OUTPUT_TOKENS, usage.audioOutputTokens());
    }
  }
}
