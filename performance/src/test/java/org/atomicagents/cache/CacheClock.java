package org.atomicagents.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.model.TimeSource;

/** A clock that a test of caches advances; it ends the sleeps that it passes. */
final class CacheClock implements TimeSource {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private long nanos;

  void advance(Duration duration) {
    lock.lock();
    try {
      nanos += duration.toNanos();
      moved.signalAll();
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
    lock.lock();
    try {
      long end = nanos + duration.toNanos();
      while (nanos < end) {
        moved.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
