package org.atomicagents.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.time.TimeSource;

/** A clock that a test advances, or that each sleep advances. */
public final class DrivenClock implements TimeSource {
  // Monotonic clocks may be negative.
  private static final long START_NANOS = -5_000_000_000L;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final boolean sleepsAdvance;
  private long nanos;
  private int sleepers;

  private DrivenClock(boolean sleepsAdvance) {
    this.sleepsAdvance = sleepsAdvance;
  }

  /** Returns a clock that the test advances. */
  public static DrivenClock stopped() {
    return new DrivenClock(false);
  }

  /** Returns a clock that each sleep advances by its length. */
  public static DrivenClock advancing() {
    return new DrivenClock(true);
  }

  public void advance(Duration length) {
    lock.lock();
    try {
      nanos += length.toNanos();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Blocks until a number of threads sleep. */
  public void awaitSleepers(int count) throws InterruptedException {
    lock.lock();
    try {
      while (sleepers < count) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanoTime() - START_NANOS);
  }

  @Override
  public long nanoTime() {
    lock.lock();
    try {
      return START_NANOS + nanos;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long end = nanos + duration.toNanos();
      if (sleepsAdvance) {
        nanos = end;
      }
      sleepers++;
      changed.signalAll();
      while (nanos < end) {
        changed.await();
      }
    } finally {
      sleepers--;
      lock.unlock();
    }
  }
}
