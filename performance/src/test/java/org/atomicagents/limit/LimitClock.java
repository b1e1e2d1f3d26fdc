package org.atomicagents.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.model.TimeSource;

/** A clock that a test advances, or that each sleep advances. */
final class LimitClock implements TimeSource {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final boolean sleepsAdvance;
  private long nanos = -5_000_000_000L;
  private int sleepers;

  private LimitClock(boolean sleepsAdvance) {
    this.sleepsAdvance = sleepsAdvance;
  }

  /** Returns a clock that the test advances. */
  static LimitClock stopped() {
    return new LimitClock(false);
  }

  /** Returns a clock that each sleep advances by its length. */
  static LimitClock advancing() {
    return new LimitClock(true);
  }

  void advance(Duration length) {
    lock.lock();
    try {
      nanos += length.toNanos();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Blocks until a number of threads sleep. */
  void awaitSleepers(int count) throws InterruptedException {
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
    return Instant.EPOCH.plusNanos(nanoTime());
  }

  @Override
  public long nanoTime() {
    lock.lock();
    try {
      return nanos;
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
