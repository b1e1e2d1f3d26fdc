package org.atomicagents.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.time.TimeSource;

/**
 * A clock that advances when a sleep ends or the test advances it; the test decides when sleeps
 * end.
 */
final class SteppedClock implements TimeSource {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger sleeps = new AtomicInteger();
  private final BlockingQueue<Duration> requestedSleeps = new LinkedBlockingQueue<>();
  private final Semaphore permits = new Semaphore(0);

  /** Waits until a thread calls {@link #sleep} and returns the requested duration. */
  Duration awaitSleep() throws InterruptedException {
    Duration duration = requestedSleeps.poll(30, TimeUnit.SECONDS);
    if (duration == null) {
      throw new AssertionError("No thread called sleep within 30 s.");
    }
    return duration;
  }

  /** Ends this number of current or future sleeps. */
  void release(int count) {
    permits.release(count);
  }

  /** Advances the time; no sleep ends. */
  void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  int sleeps() {
    return sleeps.get();
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusSeconds(1_700_000_000).plusNanos(nanos.get());
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    sleeps.incrementAndGet();
    requestedSleeps.add(duration);
    permits.acquire();
    nanos.addAndGet(duration.toNanos());
  }
}
