package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.atomicagents.message.Usage;
import org.atomicagents.telemetry.ConventionVersion;
import org.jspecify.annotations.Nullable;

/** The metrics of requests, by the chosen versions of the conventions. Thread-safe. */
final class RequestInstruments {
  private final List<DoubleHistogram> durations = new ArrayList<>();
  private final List<DoubleHistogram> firstChunks = new ArrayList<>();
  private final List<DoubleHistogram> outputChunks = new ArrayList<>();
  private final @Nullable TokenInstruments tokens;
  private final @Nullable LongHistogram tokenUsage;

  RequestInstruments(Instruments instruments, Set<ConventionVersion> versions) {
    boolean isCurrent = versions.contains(ConventionVersion.CURRENT);
    boolean isV141 = versions.contains(ConventionVersion.V1_41);
    if (isCurrent) {
      durations.add(duration(instruments, "gen_ai.client.inference.duration"));
      addChunks(instruments, "gen_ai.client.inference");
    }
    if (isV141) {
      addChunks(instruments, "gen_ai.client.operation");
    }
    if (isV141 || versions.contains(ConventionVersion.V1_36)) {
      durations.add(duration(instruments, "gen_ai.client.operation.duration"));
      tokenUsage =
          instruments.tokens("gen_ai.client.token.usage", "Input and output tokens of a request.");
    } else {
      tokenUsage = null;
    }
    tokens = isCurrent ? new TokenInstruments(instruments) : null;
  }

  private static DoubleHistogram duration(Instruments instruments, String name) {
    return instruments.operationSeconds(name, "Duration of a request to a model.");
  }

  private void addChunks(Instruments instruments, String prefix) {
    firstChunks.add(
        instruments.operationSeconds(
            prefix + ".time_to_first_chunk", "Time to the first chunk of a streamed response."));
    outputChunks.add(
        instruments.operationSeconds(
            prefix + ".time_per_output_chunk", "Time from a chunk to the next one."));
  }

  /** Records a chunk after the first one. */
  void recordOutputChunk(long nanos, Attributes attributes, Context context) {
    for (DoubleHistogram histogram : outputChunks) {
      histogram.record(nanos / 1e9, attributes, context);
    }
  }

  /** Records the time to the first chunk of a streamed response. */
  void recordFirstChunk(Duration time, Attributes attributes, Context context) {
    for (DoubleHistogram histogram : firstChunks) {
      histogram.record(seconds(time), attributes, context);
    }
  }

  /**
   * Records the end of a request.
   *
   * @param attributes the attributes of all metrics
   * @param withError the same, and the error if the request failed
   * @param hasMedia whether the input contains media, so that its tokens are not all text
   */
  void recordEnd(
      Duration duration,
      Usage usage,
      Attributes attributes,
      Attributes withError,
      boolean hasMedia,
      Context context) {
    for (DoubleHistogram histogram : durations) {
      histogram.record(seconds(duration), withError, context);
    }
    if (tokens != null) {
      tokens.record(usage, attributes, withError, hasMedia, context);
    }
    if (tokenUsage != null && !usage.equals(Usage.NONE)) {
      tokenUsage.record(usage.inputTokens(), typed(attributes, "input"), context);
      tokenUsage.record(usage.outputTokens(), typed(attributes, "output"), context);
    }
  }

  private static Attributes typed(Attributes attributes, String type) {
    return attributes.toBuilder().put(GenAiKeys.TOKEN_TYPE, type).build();
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** The counters and histograms of tokens by the current conventions. */
  private static final class TokenInstruments {
    private final LongCounter input;
    private final LongCounter output;
    private final LongCounter cacheRead;
    private final LongCounter cacheWrite;
    private final LongCounter reasoning;
    private final LongHistogram requestInput;
    private final LongHistogram requestOutput;

    TokenInstruments(Instruments instruments) {
      input = counter(instruments, "input_tokens", "Input tokens, cached ones included.");
      output = counter(instruments, "output_tokens", "Output tokens, reasoning included.");
      cacheRead =
          counter(instruments, "cache_read.input_tokens", "Input tokens read from a cache.");
      cacheWrite =
          counter(instruments, "cache_write.input_tokens", "Input tokens written to a cache.");
      reasoning = counter(instruments, "reasoning.output_tokens", "Output tokens of reasoning.");
      requestInput =
          instruments.tokens(
              "gen_ai.client.inference.operation.input_tokens", "Input tokens of a request.");
      requestOutput =
          instruments.tokens(
              "gen_ai.client.inference.operation.output_tokens", "Output tokens of a request.");
    }

    private static LongCounter counter(Instruments instruments, String name, String description) {
      return instruments.counter("gen_ai.client.inference.usage." + name, "{token}", description);
    }

    void record(
        Usage usage,
        Attributes attributes,
        Attributes withError,
        boolean hasMedia,
        Context context) {
      requestInput.record(usage.inputTokens(), withError, context);
      requestOutput.record(usage.outputTokens(), withError, context);
      boolean isUnknown = usage.equals(Usage.NONE);
      Attributes in = modality(attributes, isUnknown || hasMedia ? "unknown" : "text");
      Attributes out = modality(attributes, isUnknown ? "unknown" : "text");
      Attributes audio =
          usage.audioInputTokens() + usage.audioOutputTokens() > 0
              ? modality(attributes, "audio")
              : null;
      add(input, usage.inputTokens(), usage.audioInputTokens(), in, audio, context);
      add(output, usage.outputTokens(), usage.audioOutputTokens(), out, audio, context);
      cacheRead.add(usage.cacheReadTokens(), in, context);
      cacheWrite.add(usage.cacheWriteTokens(), in, context);
      reasoning.add(usage.reasoningTokens(), out, context);
    }

    private static void add(
        LongCounter counter,
        long all,
        long ofAudio,
        Attributes remaining,
        @Nullable Attributes audio,
        Context context) {
      counter.add(Math.max(0, all - ofAudio), remaining, context);
      if (audio != null && ofAudio > 0) {
        counter.add(ofAudio, audio, context);
      }
    }

    private static Attributes modality(Attributes attributes, String modality) {
      return attributes.toBuilder().put(GenAiKeys.TOKEN_MODALITY, modality).build();
    }
  }
}
