package org.atomicagents.internal.http.pool;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.atomicagents.model.RunContext;

/**
 * Lets calls through to the connections with one server, few at a time, until each has one.
 *
 * <p>A thousand calls that begin at once would make a thousand connections, where ten carry them
 * all if the server speaks HTTP/2; and a thousand TLS handshakes at once outlast their time limit.
 * So the first call goes alone, until its connection tells what the server speaks. A new HTTP/2
 * connection is also given a moment before others use it, since the server says only behind the
 * handshake how many streams it allows, and refuses those beyond.
 *
 * <p>Thread-safe.
 */
final class ConnectThrottle {
  private static final int SHARED_PERMITS = 4;
  private static final int UNSHARED_PERMITS = 16;
  private static final int CLOSED_OFFSET = 1_000_000;
  private static final long MIN_DELAY_NANOS = 1_000_000;
  private static final long MAX_DELAY_NANOS = 250_000_000;

  private final FairSemaphore permits = new FairSemaphore(1);
  private final AtomicBoolean isProtocolKnown = new AtomicBoolean();
  private final TimeoutScheduler timeoutScheduler;
  private final long maxWaitNanos;
  private volatile long lastProgressNanos = System.nanoTime();

  /**
   * A gate that nobody has passed.
   *
   * @param connect how long a connection may take
   */
  ConnectThrottle(TimeoutScheduler watch, Duration connect) {
    this.timeoutScheduler = watch;
    this.maxWaitNanos = connect.toNanos();
  }

  /** Where calls wait. */
  FairSemaphore permits() {
    return permits;
  }

  /**
   * Waits to be let through. It spares work and is no limit: behind those that are stuck nobody
   * waits for longer than a connection may take, and then goes all the same.
   *
   * @param left how long it may take, in nanoseconds
   * @return whether the gate counts the call, which ends that by one of the methods below, once
   */
  boolean acquire(RunContext call, Supplier<String> doing, LongSupplier left)
      throws InterruptedException {
    long since = System.nanoTime();
    return permits.acquire(call, doing, () -> Math.min(left.getAsLong(), maxWaitNanos(since)));
  }

  // As long as others get their connections it is a queue like any other: thousands who go all at
  // once make each other late.
  private long maxWaitNanos(long since) {
    long now = System.nanoTime();
    return maxWaitNanos - Math.min(now - since, now - lastProgressNanos);
  }

  /**
   * A call has a connection.
   *
   * @param shared whether others can use it at the same time
   * @param connectNanos how long it took to make; 0 if it was there
   */
  void connected(boolean shared, long connectNanos) {
    lastProgressNanos = System.nanoTime();
    if (!isProtocolKnown.getAndSet(true)) {
      permits.addPermits((shared ? SHARED_PERMITS : UNSHARED_PERMITS) - 1);
    }
    if (shared && connectNanos > 0) {
      permits.addPermits(-CLOSED_OFFSET);
      // What the handshake took twice or more, the server's next word takes about once.
      long moment = Math.clamp(connectNanos, MIN_DELAY_NANOS, MAX_DELAY_NANOS);
      timeoutScheduler.schedule(moment, end -> permits.addPermits(CLOSED_OFFSET));
    }
    permits.release();
  }

  /** A call goes without a connection. */
  void release() {
    permits.release();
  }
}
