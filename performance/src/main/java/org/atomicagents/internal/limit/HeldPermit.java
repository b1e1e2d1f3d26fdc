package org.atomicagents.internal.limit;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.internal.limit.ConcurrencyWindow.Ending;
import org.atomicagents.internal.limit.LimitedKind.SentPermits;
import org.atomicagents.model.Deadline;

/** The permit of a request in flight, which is released once. Thread-safe. */
final class HeldPermit {
  private final LimitEngine engine;
  private final Deadline deadline;
  private final RequestAmount estimate;
  private final List<SentPermits> charges;
  private final long epoch;
  private final AtomicBoolean hasLeft = new AtomicBoolean();
  private final AtomicBoolean isSettled = new AtomicBoolean();
  private volatile long lastActivity;

  /**
   * Creates the permit.
   *
   * @param estimate the estimate with corrections
   * @param epoch the epoch of {@link ConcurrencyWindow#tryEnter()}
   */
  HeldPermit(
      LimitEngine engine,
      Deadline deadline,
      RequestAmount estimate,
      List<SentPermits> charges,
      long epoch,
      long now) {
    this.engine = engine;
    this.deadline = deadline;
    this.estimate = estimate;
    this.charges = charges;
    this.epoch = epoch;
    this.lastActivity = now;
  }

  RequestAmount estimate() {
    return estimate;
  }

  List<SentPermits> charges() {
    return charges;
  }

  long epoch() {
    return epoch;
  }

  /** Records that the response is being read. */
  void touch(long now) {
    lastActivity = now;
  }

  /** Returns the time after which the request counts as abandoned; 0 or less if it does now. */
  long remainingNanos(long now, long maxIdleNanos) {
    return Math.min(deadline.remainingNanos(), maxIdleNanos - (now - lastActivity));
  }

  /**
   * Settles the tokens and leaves the window. Returns false, without an effect, after the first
   * call.
   */
  boolean release(RequestAmount actual, Ending ending) {
    if (isSettled.getAndSet(true)) {
      return false;
    }
    if (!hasLeft.getAndSet(true)) {
      engine.leave(this, ending);
    }
    engine.settle(this, actual);
    return true;
  }

  /**
   * Leaves the window of concurrent requests; the estimate remains charged until the response ends
   * after all.
   */
  void abandon() {
    if (!hasLeft.getAndSet(true)) {
      engine.abandon(this);
    }
  }
}
