package org.atomicagents.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only when somebody sleeps, or when the test says so. */
final class VirtualClock implements TimeSource {
  private final AtomicLong nanos = new AtomicLong();
  private final BlockingQueue<Duration> sleeps = new LinkedBlockingQueue<>();
  private final CountDownLatch running;
  private final CountDownLatch wokenEarly = new CountDownLatch(1);

  private VirtualClock(int locks) {
    this.running = new CountDownLatch(locks);
  }

  /** Whoever sleeps wakes at once, later. */
  static VirtualClock running() {
    return new VirtualClock(0);
  }

  /** Whoever sleeps sleeps on. */
  static VirtualClock standing() {
    return new VirtualClock(1);
  }

  void advance(Duration length) {
    nanos.addAndGet(length.toNanos());
  }

  /** Waits until somebody sleeps. */
  void awaitSleep() throws InterruptedException {
    sleeps.put(sleeps.take());
  }

  /** Waits until a sleeper was interrupted. */
  void awaitWokenEarly() throws InterruptedException {
    wokenEarly.await();
  }

  List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos.get());
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    sleeps.add(duration);
    try {
      running.await();
    } catch (InterruptedException e) {
      wokenEarly.countDown();
      throw e;
    }
    advance(duration);
  }
}
