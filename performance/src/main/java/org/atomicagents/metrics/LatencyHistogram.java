package org.atomicagents.metrics;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * A histogram of durations from 0 to 24 hours, in about 205 KB. Longer durations count as 24 hours
 * in percentiles. Thread-safe and lock-free.
 */
final class LatencyHistogram {
  private static final long UNIT_NANOS = 10_000;
  private static final long MAX_UNITS = Duration.ofHours(24).toNanos() / UNIT_NANOS;
  private static final int DIGITS = 3;

  private final AtomicHistogram units = new AtomicHistogram(MAX_UNITS, DIGITS);
  private final LongAdder totalNanos = new LongAdder();
  private final LongAccumulator maxNanos = new LongAccumulator(Math::max, 0);

  void record(long nanos) {
    long duration = Math.max(0, nanos);
    units.recordValue(Math.min(MAX_UNITS, duration / UNIT_NANOS));
    totalNanos.add(duration);
    maxNanos.accumulate(duration);
  }

  void add(LatencyHistogram other) {
    units.add(other.units.copy());
    totalNanos.add(other.totalNanos.sum());
    maxNanos.accumulate(other.maxNanos.get());
  }

  LatencySummary summary() {
    Histogram copy = units.copy();
    long count = copy.getTotalCount();
    if (count == 0) {
      return new LatencySummary(
          0,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO);
    }
    return new LatencySummary(
        count,
        Duration.ofNanos(totalNanos.sum() / count),
        median(copy, count),
        percentile(copy, count, 90),
        percentile(copy, count, 95),
        percentile(copy, count, 99),
        Duration.ofNanos(maxNanos.get()));
  }

  private static Duration median(Histogram histogram, long count) {
    long lower = atRank(histogram, (count + 1) / 2);
    long upper = atRank(histogram, count / 2 + 1);
    return Duration.ofNanos((lower + upper) / 2 * UNIT_NANOS);
  }

  private static Duration percentile(Histogram histogram, long count, int percent) {
    long rank = (count * percent + 99) / 100;
    return Duration.ofNanos(atRank(histogram, rank) * UNIT_NANOS);
  }

  private static long atRank(Histogram histogram, long rank) {
    for (HistogramIterationValue value : histogram.recordedValues()) {
      if (value.getTotalCountToThisValue() >= rank) {
        return histogram.medianEquivalentValue(value.getValueIteratedTo());
      }
    }
    return 0;
  }
}
