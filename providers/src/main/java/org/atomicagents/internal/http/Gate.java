package org.atomicagents.internal.http;

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
final class Gate {
  private static final int SHARED = 4;
  private static final int UNSHARED = 16;
  private static final int CLOSED = 1_000_000;
  private static final long LEAST_NANOS = 1_000_000;
  private static final long MOST_NANOS = 250_000_000;

  private final Places places = new Places(1);
  private final AtomicBoolean known = new AtomicBoolean();
  private final Watch watch;
  private final long patience;
  private volatile long moved = System.nanoTime();

  /**
   * A gate that nobody has passed.
   *
   * @param connect how long a connection may take
   */
  Gate(Watch watch, Duration connect) {
    this.watch = watch;
    this.patience = connect.toNanos();
  }

  /** Where calls wait. */
  Places places() {
    return places;
  }

  /**
   * Waits to be let through. It spares work and is no limit: behind those that are stuck nobody
   * waits for longer than a connection may take, and then goes all the same.
   *
   * @param left how long it may take, in nanoseconds
   * @return whether the gate counts the call, which ends that by one of the methods below, once
   */
  boolean enter(RunContext call, Supplier<String> doing, LongSupplier left)
      throws InterruptedException {
    long since = System.nanoTime();
    return places.acquire(call, doing, () -> Math.min(left.getAsLong(), patience(since)));
  }

  // As long as others get their connections it is a queue like any other: thousands who go all at
  // once make each other late.
  private long patience(long since) {
    long now = System.nanoTime();
    return patience - Math.min(now - since, now - moved);
  }

  /**
   * A call has a connection.
   *
   * @param shared whether others can use it at the same time
   * @param connectNanos how long it took to make; 0 if it was there
   */
  void passed(boolean shared, long connectNanos) {
    moved = System.nanoTime();
    if (!known.getAndSet(true)) {
      places.add((shared ? SHARED : UNSHARED) - 1);
    }
    if (shared && connectNanos > 0) {
      places.add(-CLOSED);
      // What the handshake took twice or more, the server's next word takes about once.
      long moment = Math.clamp(connectNanos, LEAST_NANOS, MOST_NANOS);
      watch.within(moment, end -> places.add(CLOSED));
    }
    places.release();
  }

  /** A call goes without a connection. */
  void left() {
    places.release();
  }
}
