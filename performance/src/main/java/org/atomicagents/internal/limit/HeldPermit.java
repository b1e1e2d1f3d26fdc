package org.atomicagents.internal.limit;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.internal.limit.BucketSet.Taken;
import org.atomicagents.internal.limit.ConcurrencyWindow.Ending;
import org.atomicagents.model.Deadline;

/** The permit of a request in flight, which is released once. Thread-safe. */
final class HeldPermit {
  private final LimitEngine engine;
  private final Deadline deadline;
  private final RequestAmount estimate;
  private final List<Taken> taken;
  private final long epoch;
  private final AtomicBoolean isReleased = new AtomicBoolean();
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
      List<Taken> taken,
      long epoch,
      long now) {
    this.engine = engine;
    this.deadline = deadline;
    this.estimate = estimate;
    this.taken = taken;
    this.epoch = epoch;
    this.lastActivity = now;
  }

  RequestAmount estimate() {
    return estimate;
  }

  List<Taken> taken() {
    return taken;
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

  /** Releases the permit and settles its tokens; has no effect after the first call. */
  void release(RequestAmount actual, Ending ending) {
    if (!isReleased.getAndSet(true)) {
      engine.release(this, actual, ending);
    }
  }
}
