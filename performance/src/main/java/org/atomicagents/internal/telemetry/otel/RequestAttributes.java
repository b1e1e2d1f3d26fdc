package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import java.util.Locale;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.Sampling;
import org.atomicagents.telemetry.ActivityOutcome;
import org.atomicagents.telemetry.RequestDescription;
import org.atomicagents.telemetry.RequestReport;
import org.atomicagents.telemetry.RunDescription;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The attributes of requests in spans and events, without texts of the conversation. */
final class RequestAttributes {
  private RequestAttributes() {}

  /** Returns the attributes of all spans, events and metrics of a request. */
  static Attributes common(OtelExport export, RequestDescription described) {
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

  /** Returns the attributes of a request that is sent. */
  static Attributes of(OtelExport export, RunDescription run, RequestDescription described) {
    ModelRequest request = described.request();
    AttributesBuilder all = Attributes.builder().put(GenAiKeys.AGENT, run.agent());
    if (run.conversation() != null) {
      all.put(GenAiKeys.CONVERSATION, run.conversation());
    }
    all.put(AtomicKeys.REQUEST_NUMBER, described.number());
    if (request.output() != null) {
      all.put(GenAiKeys.OUTPUT_TYPE, "json");
      all.put(AtomicKeys.MODE, request.output().mode().name().toLowerCase(Locale.ROOT));
    }
    if (request.stream()) {
      all.put(GenAiKeys.STREAM, true);
    }
    put(all, request.sampling());
    String previous = previousResponse(request.sampling());
    if (previous != null) {
      all.put(GenAiKeys.PREVIOUS_RESPONSE_ID, export.content().shortened(previous));
    }
    return all.build();
  }

  private static void put(AttributesBuilder all, Sampling sampling) {
    if (sampling.temperature() != null) {
      all.put(GenAiKeys.TEMPERATURE, sampling.temperature());
    }
    if (sampling.topP() != null) {
      all.put(GenAiKeys.TOP_P, sampling.topP());
    }
    if (sampling.maxTokens() != null) {
      all.put(GenAiKeys.MAX_TOKENS, sampling.maxTokens().longValue());
    }
    if (sampling.seed() != null) {
      all.put(GenAiKeys.SEED, sampling.seed());
    }
    if (!sampling.stop().isEmpty()) {
      all.put(GenAiKeys.STOP, sampling.stop());
    }
    if (sampling.reasoningEffort() != null) {
      all.put(GenAiKeys.REASONING_LEVEL, sampling.reasoningEffort());
    }
  }

  /**
   * Returns the id of the response that an application continues by an additional parameter; null
   * if there is none. Clients do not send one of their own: their requests are stateless.
   */
  private static @Nullable String previousResponse(Sampling sampling) {
    String json = sampling.extra().get("previous_response_id");
    if (json == null || !json.strip().startsWith("\"")) {
      return null;
    }
    try {
      return JsonValues.of(json).asString();
    } catch (JacksonException e) {
      // The client reports the invalid parameter.
      return null;
    }
  }

  /** Returns the attributes of a request that has ended. */
  static Attributes of(OtelExport export, ModelRequest request, RequestReport report) {
    AttributesBuilder all =
        Attributes.builder()
            .put(AtomicKeys.OUTCOME, report.outcome().name().toLowerCase(Locale.ROOT))
            .put(
                GenAiKeys.FINISH_REASONS,
                List.of(ContentWriter.finishReason(report.finishReason())));
    if (report.outcome() == ActivityOutcome.SUPERSEDED) {
      all.put(AtomicKeys.HEDGE_LOST, true);
    }
    if (report.responseId() != null) {
      all.put(GenAiKeys.RESPONSE_ID, export.content().shortened(report.responseId()));
    }
    if (report.responseModel() != null) {
      all.put(GenAiKeys.RESPONSE_MODEL, export.content().shortened(report.responseModel()));
    }
    if (report.firstChunk() != null && request.stream()) {
      all.put(GenAiKeys.FIRST_CHUNK, RequestInstruments.seconds(report.firstChunk()));
    }
    put(all, export, report.usage());
    return all.build();
  }

  private static void put(AttributesBuilder all, OtelExport export, Usage usage) {
    if (usage.equals(Usage.NONE)) {
      return;
    }
    all.put(GenAiKeys.INPUT_TOKENS, usage.inputTokens());
    all.put(GenAiKeys.OUTPUT_TOKENS, usage.outputTokens());
    if (usage.cacheReadTokens() > 0) {
      all.put(GenAiKeys.CACHE_READ_TOKENS, usage.cacheReadTokens());
    }
    if (usage.cacheWriteTokens() > 0 && export.isCurrent()) {
      all.put(GenAiKeys.CACHE_WRITE_TOKENS, usage.cacheWriteTokens());
    }
    if (usage.cacheWriteTokens() > 0 && export.isV141()) {
      all.put(GenAiKeys.CACHE_CREATION_TOKENS, usage.cacheWriteTokens());
    }
    if (usage.reasoningTokens() > 0) {
      all.put(GenAiKeys.REASONING_TOKENS, usage.reasoningTokens());
    }
    if (usage.audioInputTokens() > 0) {
      all.put(GenAiKeys.AUDIO_INPUT_TOKENS, usage.audioInputTokens());
    }
    if (usage.audioOutputTokens() > 0) {
      all.put(GenAiKeys.AUDIO_OUTPUT_TOKENS, usage.audioOutputTokens());
    }
  }
}
