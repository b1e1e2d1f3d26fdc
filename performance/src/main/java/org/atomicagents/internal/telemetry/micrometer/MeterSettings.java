package org.atomicagents.internal.telemetry.micrometer;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The settings of meters. Immutable.
 *
 * @param hasHistograms whether timers and summaries have the buckets of OpenTelemetry's conventions
 * @param maxTagValues the maximum number of values of each tag
 */
public record MeterSettings(boolean hasHistograms, int maxTagValues) {
  // 10 ms, doubled up to 81.92 s.
  private static final Duration[] SECONDS =
      LongStream.iterate(10, millis -> millis <= 81_920, millis -> millis * 2)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);
  private static final Duration[] CHUNK_SECONDS =
      LongStream.of(10, 25, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1_000, 2_500)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);
  // 1, multiplied by 4 up to 67,108,864.
  private static final double[] TOKENS =
      DoubleStream.iterate(1, count -> count <= 67_108_864, count -> count * 4).toArray();
  private static final double[] COUNTS =
      IntStream.of(0, 1, 2, 4, 8, 16, 32, 64, 128).mapToDouble(count -> count + 0.5).toArray();

  /** The default settings. */
  public static final MeterSettings DEFAULTS = new MeterSettings(false, 100);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the maximum is less than 1
   */
  public MeterSettings {
    if (maxTagValues < 1) {
      throw new IllegalArgumentException("maxTagValues: expected 1 or more, found " + maxTagValues);
    }
  }

  Timer.Builder timer(String name) {
    Timer.Builder timer = Timer.builder(name);
    return hasHistograms ? timer.serviceLevelObjectives(SECONDS) : timer;
  }

  Timer.Builder chunkTimer(String name) {
    Timer.Builder timer = Timer.builder(name);
    return hasHistograms ? timer.serviceLevelObjectives(CHUNK_SECONDS) : timer;
  }

  DistributionSummary.Builder tokens(String name) {
    DistributionSummary.Builder summary = DistributionSummary.builder(name);
    return hasHistograms ? summary.serviceLevelObjectives(TOKENS) : summary;
  }

  DistributionSummary.Builder counts(String name) {
    DistributionSummary.Builder summary = DistributionSummary.builder(name);
    return hasHistograms ? summary.serviceLevelObjectives(COUNTS) : summary;
  }
}
