package org.atomicagents.internal.resilience;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;

/**
 * A percentile of the latest times to the first event, from 10 us to 1 hour with 2 digits.
 *
 * <p>Two windows, of which the older one is discarded when the newer one is full, so that the
 * percentile adapts to a changed provider. It is computed once per {@value #REFRESH} times.
 * Thread-safe.
 */
final class LearntDelay {
  private static final long UNIT_NANOS = 10_000;
  private static final long MAX_UNITS = Duration.ofHours(1).toNanos() / UNIT_NANOS;
  private static final int REFRESH = 16;

  private final double percentile;
  private final long initialNanos;
  private final int minTimes;
  private final int windowSize;
  private final ReentrantLock lock = new ReentrantLock();
  private Histogram older = newWindow();
  private Histogram newer = newWindow();
  // The sum of both windows.
  private final Histogram all = newWindow();
  private volatile long delayNanos;

  LearntDelay(double percentile, Duration initial, int minTimes, int windowSize) {
    this.percentile = percentile;
    this.initialNanos = Nanos.of(initial);
    this.minTimes = minTimes;
    this.windowSize = windowSize;
    this.delayNanos = initialNanos;
  }

  private static Histogram newWindow() {
    return new Histogram(MAX_UNITS, 2);
  }

  /** Returns the present percentile; the initial delay as long as too few times are known. */
  long nanos() {
    return delayNanos;
  }

  void record(long nanos) {
    lock.lock();
    try {
      long units = Math.min(MAX_UNITS, Math.max(0, nanos / UNIT_NANOS));
      newer.recordValue(units);
      all.recordValue(units);
      long total = all.getTotalCount();
      if (total >= minTimes && (total % REFRESH == 0 || total == minTimes)) {
        delayNanos = all.getValueAtPercentile(percentile) * UNIT_NANOS;
      }
      if (newer.getTotalCount() >= windowSize) {
        discardOlder();
      }
    } finally {
      lock.unlock();
    }
  }

  private void discardOlder() {
    Histogram discarded = older;
    all.subtract(discarded);
    discarded.reset();
    older = newer;
    newer = discarded;
  }
}
