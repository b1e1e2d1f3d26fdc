package org.atomicagents.internal.resilience;

import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.model.Deadline;

/** A permit in use, which is released once. Thread-safe. */
final class Slot {
  private final SlotPool pool;
  private final Deadline deadline;
  private final AtomicBoolean isReleased = new AtomicBoolean();
  private volatile long lastActivity;

  Slot(SlotPool pool, Deadline deadline, long now) {
    this.pool = pool;
    this.deadline = deadline;
    this.lastActivity = now;
  }

  /** Records that the response is being read. */
  void touch() {
    lastActivity = pool.now();
  }

  /** Returns the time after which the response counts as abandoned; 0 or less if it does now. */
  long remainingNanos(long now, long maxIdleNanos) {
    return Math.min(deadline.remainingNanos(), maxIdleNanos - (now - lastActivity));
  }

  void release() {
    if (!isReleased.getAndSet(true)) {
      pool.free(this);
    }
  }
}
