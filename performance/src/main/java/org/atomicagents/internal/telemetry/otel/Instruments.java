package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Creates the instruments of a meter, with the buckets of the semantic conventions. */
final class Instruments {
  // 10 ms to 82 s.
  private static final List<Double> OPERATION_SECONDS = doubling(0.01, 14);
  // 100 ms to 410 s.
  private static final List<Double> AGENT_SECONDS = doubling(0.1, 13);
  private static final List<Long> CALLS = powers(2, 8);
  private static final List<Long> TOKENS = powers(4, 14);

  private final Meter meter;

  Instruments(Meter meter) {
    this.meter = meter;
  }

  /** Returns a histogram of requests and tools, in seconds. */
  DoubleHistogram operationSeconds(String name, String description) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(OPERATION_SECONDS)
        .build();
  }

  /** Returns a histogram of runs, in seconds. */
  DoubleHistogram agentSeconds(String name, String description) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(AGENT_SECONDS)
        .build();
  }

  LongHistogram calls(String name, String unit, String description) {
    return meter
        .histogramBuilder(name)
        .ofLongs()
        .setUnit(unit)
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(CALLS)
        .build();
  }

  LongHistogram tokens(String name, String description) {
    return meter
        .histogramBuilder(name)
        .ofLongs()
        .setUnit("{token}")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(TOKENS)
        .build();
  }

  LongCounter counter(String name, String unit, String description) {
    return meter.counterBuilder(name).setUnit(unit).setDescription(description).build();
  }

  DoubleCounter sum(String name, String unit, String description) {
    return meter.counterBuilder(name).ofDoubles().setUnit(unit).setDescription(description).build();
  }

  private static List<Double> doubling(double first, int count) {
    // Rounded: products of 0.1 are not exact.
    return Stream.iterate(first, bound -> Math.rint(bound * 200) / 100).limit(count).toList();
  }

  private static List<Long> powers(long base, int count) {
    return LongStream.iterate(1, bound -> bound * base).limit(count).boxed().toList();
  }
}
