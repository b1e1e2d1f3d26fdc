package org.atomicagents.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.model.TimeSource;

/** A clock that is moved by hand. */
final class ManualClock implements TimeSource {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final BlockingQueue<Duration> asked = new LinkedBlockingQueue<>();
  private long nanos;

  /** Waits until somebody sleeps, and gives back for how long. */
  Duration awaitSleep() throws InterruptedException {
    Duration slept = asked.poll(30, TimeUnit.SECONDS);
    if (slept == null) {
      throw new AssertionError("Nobody went to sleep.");
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
      asked.add(duration);
      while (nanos < end) {
        moved.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
