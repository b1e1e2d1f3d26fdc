package org.atomicagents.internal.limit;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.internal.exchange.ReadActivity;
import org.atomicagents.internal.limit.ConcurrencyWindow.Ending;
import org.atomicagents.internal.limit.LimitedKind.SentPermits;

/** The permit of a request in flight, which is released once. Thread-safe. */
final class HeldPermit {
  private final LimitEngine engine;
  private final ReadActivity activity;
  private final RequestAmount estimate;
  private final List<SentPermits> charges;
  private final long epoch;
  private final AtomicBoolean hasLeft = new AtomicBoolean();
  private final AtomicBoolean isSettled = new AtomicBoolean();

  /**
   * Creates the permit.
   *
   * @param estimate the estimate with corrections
   * @param epoch the epoch of {@link ConcurrencyWindow#tryEnter()}
   */
  HeldPermit(
      LimitEngine engine,
      ReadActivity activity,
      RequestAmount estimate,
      List<SentPermits> charges,
      long epoch) {
    this.engine = engine;
    this.activity = activity;
    this.estimate = estimate;
    this.charges = charges;
    this.epoch = epoch;
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

  /** Records that a read of the response begins or has ended. */
  void setReading(boolean isReading) {
    activity.setReading(isReading);
  }

  /** Returns the time after which the request counts as abandoned; 0 or less if it does now. */
  long remainingNanos(long maxIdleNanos) {
    return activity.remainingNanos(maxIdleNanos);
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

  // The set of all permits hashes each of them, and the identity hash of a new object is slow.
  @Override
  public int hashCode() {
    return activity.creationHash();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }
}
