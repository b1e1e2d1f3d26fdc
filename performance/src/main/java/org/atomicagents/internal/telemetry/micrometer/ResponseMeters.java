package org.atomicagents.internal.telemetry.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.atomicagents.message.Usage;
import org.atomicagents.telemetry.RequestReport;

/** The meters of the responses of one model. Thread-safe. */
final class ResponseMeters {
  private final Timer firstChunk;
  private final Timer outputChunk;
  private final DistributionSummary inputSize;
  private final DistributionSummary outputSize;
  private final Counter input;
  private final Counter output;
  private final Counter cacheRead;
  private final Counter cacheWrite;
  private final Counter reasoning;

  ResponseMeters(MeterRegistry registry, MeterSettings settings, Tags tags) {
    this.firstChunk =
        settings
            .timer(MeterNames.FIRST_CHUNK)
            .description("Time from a request to the first part of its output")
            .tags(tags)
            .register(registry);
    this.outputChunk =
        settings
            .chunkTimer(MeterNames.OUTPUT_CHUNK)
            .description("Time between two parts of an output")
            .tags(tags)
            .register(registry);
    this.inputSize =
        settings
            .tokens(MeterNames.REQUEST_INPUT)
            .description("Input tokens of a request")
            .tags(tags)
            .register(registry);
    this.outputSize =
        settings
            .tokens(MeterNames.REQUEST_OUTPUT)
            .description("Output tokens of a request")
            .tags(tags)
            .register(registry);
    this.input = usage(registry, tags, "input_tokens", "Input tokens");
    this.output = usage(registry, tags, "output_tokens", "Output tokens");
    this.cacheRead =
        usage(registry, tags, "cache_read.input_tokens", "Input tokens from a prompt cache");
    this.cacheWrite =
        usage(registry, tags, "cache_write.input_tokens", "Input tokens written to a prompt cache");
    this.reasoning =
        usage(registry, tags, "reasoning.output_tokens", "Output tokens used for reasoning");
  }

  private static Counter usage(MeterRegistry registry, Tags tags, String name, String description) {
    return Counter.builder(MeterNames.USAGE + name)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  void receiveChunk(long nanos) {
    outputChunk.record(nanos, TimeUnit.NANOSECONDS);
  }

  void end(RequestReport report, boolean isStreamed) {
    Duration first = report.firstChunk();
    if (first != null && isStreamed) {
      firstChunk.record(first);
    }
    Usage usage = report.usage();
    if (!usage.equals(Usage.NONE)) {
      inputSize.record((double) usage.inputTokens());
      outputSize.record((double) usage.outputTokens());
      add(input, usage.inputTokens());
      add(output, usage.outputTokens());
      add(cacheRead, usage.cacheReadTokens());
      add(cacheWrite, usage.cacheWriteTokens());
      add(reasoning, usage.reasoningTokens());
    }
  }

  private static void add(Counter counter, long tokens) {
    if (tokens > 0) {
      counter.increment((double) tokens);
    }
  }
}
