package org.atomicagents.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.time.TimeSource;

/** A clock that a test advances. */
final class ManualClock implements TimeSource {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final BlockingQueue<Duration> sleeps = new LinkedBlockingQueue<>();
  private long nanos;

  /** Waits until a thread sleeps, and returns the length of the sleep. */
  Duration awaitSleep() throws InterruptedException {
    Duration slept = sleeps.poll(30, TimeUnit.SECONDS);
    if (slept == null) {
      throw new AssertionError("No thread slept within 30 s.");
    }
    return slept;
  }

  void advance(Duration time) {
    lock.lock();
    try {
      nanos += time.toNanos();
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
      sleeps.add(duration);
      while (nanos < end) {
        moved.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
