package org.atomicagents.testing.internal.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.time.TimeSource;

/**
 * A clock that advances when a thread sleeps, to the next event or to the end of the sleep.
 *
 * <p>A sleep ends early after an event, since the event may have ended the reason of the sleep. So
 * it suits one thread that checks its condition again after each sleep. Thread-safe; one event runs
 * at a time, on a thread that sleeps.
 */
public final class EventClock implements TimeSource {
  // Monotonic clocks may be negative.
  private static final long START_NANOS = -7_000_000_000L;

  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::order));
  private long nanos;
  private long scheduled;

  private record Event(long nanos, long order, Runnable action) {}

  /** Runs an action after a delay in nanoseconds. */
  public void schedule(long delay, Runnable action) {
    lock.lock();
    try {
      events.add(new Event(nanos + Math.max(0, delay), scheduled++, action));
    } finally {
      lock.unlock();
    }
  }

  /** Returns the nanoseconds since the creation of the clock. */
  public long elapsed() {
    lock.lock();
    try {
      return nanos;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(elapsed());
  }

  @Override
  public long nanoTime() {
    return START_NANOS + elapsed();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long end = nanos + duration.toNanos();
      Event next = events.peek();
      if (next == null || next.nanos > end) {
        nanos = end;
        return;
      }
      events.remove();
      nanos = Math.max(nanos, next.nanos);
      next.action.run();
    } finally {
      lock.unlock();
    }
  }
}
