package org.atomicagents.internal.batch;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.batch.BatchProgress;
import org.atomicagents.batch.Outcome;
import org.atomicagents.batch.StopPolicy;
import org.atomicagents.batch.StopReason;
import org.atomicagents.message.Usage;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/** The counts of the outcomes of a batch. Thread-safe. */
final class BatchCounters {
  private final TimeSource time;
  private final StopPolicy policy;
  private final CostMeter costs;
  private final OptionalLong total;
  private final long startNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final RateWindow rate;
  private long done;
  private long failed;
  private long replayed;
  private Usage usage = Usage.NONE;

  BatchCounters(TimeSource time, StopPolicy policy, CostMeter costs, OptionalLong total) {
    this.time = time;
    this.policy = policy;
    this.costs = costs;
    this.total = total;
    this.startNanos = time.nanoTime();
    this.rate = new RateWindow(startNanos);
  }

  /** Returns the reason for which the batch has to be stopped after an outcome, or null. */
  @Nullable StopReason add(Outcome<?> outcome) {
    lock.lock();
    try {
      done++;
      if (outcome instanceof Outcome.Success<?> success && success.isReplayed()) {
        replayed++;
        return null;
      }
      rate.record(time.nanoTime());
      usage = usage.plus(outcome.usage());
      boolean isPriced = costs.add(outcome.cost());
      if (outcome instanceof Outcome.Failure) {
        failed++;
      }
      if (policy.stops(done - replayed, failed)) {
        return StopReason.FAILURES;
      }
      return isPriced ? null : StopReason.UNKNOWN_PRICE;
    } finally {
      lock.unlock();
    }
  }

  BatchProgress progress(int inFlight) {
    lock.lock();
    try {
      long now = time.nanoTime();
      return new BatchProgress(
          done,
          failed,
          replayed,
          inFlight,
          total,
          Duration.ofNanos(now - startNanos),
          rate.perSecond(now),
          usage,
          costs.total());
    } finally {
      lock.unlock();
    }
  }
}
