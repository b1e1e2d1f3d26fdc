package org.atomicagents.internal.limit;

import java.time.Duration;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;

/**
 * The waits of a run for its permit, which a signal, the deadline, a cancellation or an interrupt
 * ends. For one thread.
 */
record RunWait(RunContext context, WakeUp wakeUp, TimeSource time) {
  private static final String ACTIVITY = "waiting for a rate limit";

  /**
   * Blocks until a signal, or for a maximum time.
   *
   * @throws TimedOutException if the deadline has passed
   * @throws CancelledException if the thread is interrupted or the run is cancelled
   */
  void pause(long maxNanos) {
    check();
    long nanos = Math.min(maxNanos, context.deadline().remainingNanos());
    try {
      if (nanos == Long.MAX_VALUE) {
        wakeUp.await();
      } else {
        wakeUp.await(time, nanos);
      }
    } catch (InterruptedException e) {
      throw CancelledException.interrupted(ACTIVITY, e);
    }
    check();
  }

  /** Throws an exception if the run is cancelled or its deadline has passed. */
  void check() {
    if (context.isCancelled()) {
      throw CancelledException.closed(ACTIVITY);
    }
    context.deadline().check(ACTIVITY);
  }

  /** Throws an exception if a wait would exceed the deadline. */
  void requireTime(long waitNanos) {
    long remaining = context.deadline().remainingNanos();
    if (waitNanos > remaining) {
      throw TimedOutException.beforeWait(
          TimedOutException.Limit.DEADLINE,
          Duration.ofNanos(remaining),
          Duration.ofNanos(waitNanos),
          ACTIVITY);
    }
  }
}
