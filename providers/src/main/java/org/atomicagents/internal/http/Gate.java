package org.atomicagents.internal.http;

import java.util.concurrent.atomic.AtomicBoolean;

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

  Gate(Watch watch) {
    this.watch = watch;
  }

  /** Where calls wait; each that has entered ends it by one of the methods below, once. */
  Places places() {
    return places;
  }

  /**
   * A call has a connection.
   *
   * @param shared whether others can use it at the same time
   * @param connectNanos how long it took to make; 0 if it was there
   */
  void passed(boolean shared, long connectNanos) {
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
