package org.atomicagents.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.model.TimeSource;

/** A clock that stands still until the test lets a sleeper go. */
final class SteppedClock implements TimeSource {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger sleeps = new AtomicInteger();
  private final BlockingQueue<Duration> asked = new LinkedBlockingQueue<>();
  private final Semaphore permits = new Semaphore(0);

  /** Waits until somebody sleeps, and gives back for how long. */
  Duration awaitSleep() throws InterruptedException {
    Duration slept = asked.poll(30, TimeUnit.SECONDS);
    if (slept == null) {
      throw new AssertionError("Nobody went to sleep.");
    }
    return slept;
  }

  void letGo(int sleepers) {
    permits.release(sleepers);
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
    asked.add(duration);
    permits.acquire();
    nanos.addAndGet(duration.toNanos());
  }
}
