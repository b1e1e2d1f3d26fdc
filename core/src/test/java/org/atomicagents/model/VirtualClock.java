package org.atomicagents.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.time.TimeSource;

/** A clock that advances only by {@link #sleep} and {@link #advance}. */
final class VirtualClock implements TimeSource {
  private final AtomicLong nanos = new AtomicLong();
  private final BlockingQueue<Duration> sleeps = new LinkedBlockingQueue<>();
  private final CountDownLatch awake;
  private final CountDownLatch interrupted = new CountDownLatch(1);

  private VirtualClock(int locks) {
    this.awake = new CountDownLatch(locks);
  }

  /** Returns a clock whose sleeps advance it and return at once. */
  static VirtualClock advancing() {
    return new VirtualClock(0);
  }

  /** Returns a clock whose sleeps last until they are interrupted. */
  static VirtualClock blocking() {
    return new VirtualClock(1);
  }

  void advance(Duration length) {
    nanos.addAndGet(length.toNanos());
  }

  /** Waits until a thread sleeps. */
  void awaitSleep() throws InterruptedException {
    sleeps.put(sleeps.take());
  }

  /** Waits until a sleeping thread was interrupted. */
  void awaitInterrupt() throws InterruptedException {
    interrupted.await();
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
      awake.await();
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
    advance(duration);
  }
}
