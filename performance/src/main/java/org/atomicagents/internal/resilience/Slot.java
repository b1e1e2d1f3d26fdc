package org.atomicagents.internal.resilience;

import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.exchange.ExchangeObserver;
import org.atomicagents.internal.exchange.ReadActivity;

/** A permit in use, which is released once, when its response ends. Thread-safe. */
final class Slot implements ExchangeObserver {
  private final SlotPool pool;
  private final ReadActivity activity;
  private final AtomicBoolean isReleased = new AtomicBoolean();

  Slot(SlotPool pool, ReadActivity activity) {
    this.pool = pool;
    this.activity = activity;
  }

  @Override
  public void setReading(boolean isReading) {
    activity.setReading(isReading);
  }

  @Override
  public void end() {
    release();
  }

  @Override
  public void fail(AgentException failure) {
    release();
  }

  @Override
  public void close() {
    release();
  }

  /** Returns the time after which the response counts as abandoned; 0 or less if it does now. */
  long remainingNanos(long maxIdleNanos) {
    return activity.remainingNanos(maxIdleNanos);
  }

  void release() {
    if (!isReleased.getAndSet(true)) {
      pool.free(this);
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
