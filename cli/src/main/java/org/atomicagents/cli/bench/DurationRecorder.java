package org.atomicagents.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import org.HdrHistogram.Histogram;

/**
 * A histogram of durations from 0 to 24 hours, of a size that does not depend on their number (at
 * most 240 KB). Not thread-safe.
 */
final class DurationRecorder {
  private static final double[] PERCENTS = {
    0, 1, 2, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 92, 94, 95, 96,
    97, 98, 99, 99.5, 99.9, 99.95, 99.99, 100
  };
  private static final long UNIT_NANOS = 1_000;
  private static final long MAX_UNITS = Duration.ofHours(24).toNanos() / UNIT_NANOS;
  private static final int DIGITS = 3;

  private final Histogram units = new Histogram(MAX_UNITS, DIGITS);
  private long total;
  private long min = Long.MAX_VALUE;
  private long max;

  void record(long nanos) {
    long duration = Math.max(0, nanos);
    units.recordValue(Math.min(MAX_UNITS, (duration + UNIT_NANOS / 2) / UNIT_NANOS));
    total += duration;
    min = Math.min(min, duration);
    max = Math.max(max, duration);
  }

  DurationFigures figures() {
    long count = units.getTotalCount();
    var curve = new ArrayList<DurationFigures.Percentile>();
    for (double percent : PERCENTS) {
      curve.add(new DurationFigures.Percentile(percent, Duration.ofNanos(at(percent))));
    }
    return count == 0
        ? new DurationFigures(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, curve)
        : new DurationFigures(
            count,
            Duration.ofNanos(min),
            Duration.ofNanos(total / count),
            Duration.ofNanos(max),
            curve);
  }

  private long at(double percent) {
    if (units.getTotalCount() == 0) {
      return 0;
    }
    long value = units.medianEquivalentValue(units.getValueAtPercentile(percent)) * UNIT_NANOS;
    return percent == 100 ? max : Math.clamp(value, min, max);
  }
}
