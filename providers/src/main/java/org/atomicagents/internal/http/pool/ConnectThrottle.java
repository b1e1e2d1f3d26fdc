package org.atomicagents.internal.http.pool;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.atomicagents.model.RunContext;

/**
 * A limit on the calls that connect to one server at the same time.
 *
 * <p>A thousand calls that start together would open a thousand connections, although ten carry all
 * of them over HTTP/2; and a thousand simultaneous TLS handshakes exceed their time limit.
 * Therefore the first call connects alone, until its connection reveals the protocol of the server.
 * A new HTTP/2 connection also gets a short delay before other calls use it, because the server
 * announces the number of allowed streams only after the handshake, and refuses further ones.
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
   * Creates a throttle for a server whose protocol is not known yet.
   *
   * @param connectTimeout the maximum wait behind calls that do not get a connection
   */
  ConnectThrottle(TimeoutScheduler timeoutScheduler, Duration connectTimeout) {
    this.timeoutScheduler = timeoutScheduler;
    this.maxWaitNanos = connectTimeout.toNanos();
  }

  /** Returns the permits that calls wait for. */
  FairSemaphore permits() {
    return permits;
  }

  /**
   * Waits for a permit to connect.
   *
   * <p>This is an optimization, not a limit: a call waits behind stuck calls for at most one
   * connect timeout and then proceeds without a permit.
   *
   * @param remainingNanos returns the remaining time to wait, in nanoseconds
   * @return whether the call got a permit, which {@link #connected} or {@link #release} releases
   *     once
   */
  boolean acquire(RunContext call, Supplier<String> activity, LongSupplier remainingNanos)
      throws InterruptedException {
    long since = System.nanoTime();
    return permits.acquire(
        call, activity, () -> Math.min(remainingNanos.getAsLong(), maxWaitNanos(since)));
  }

  // While other calls get connections, the wait continues: thousands of calls that connect together
  // would delay each other.
  private long maxWaitNanos(long since) {
    long now = System.nanoTime();
    return maxWaitNanos - Math.min(now - since, now - lastProgressNanos);
  }

  /**
   * Releases the permit of a call that has a connection.
   *
   * @param shared whether other calls can use the connection at the same time
   * @param connectNanos the time to open the connection; 0 for an existing connection
   */
  void connected(boolean shared, long connectNanos) {
    lastProgressNanos = System.nanoTime();
    if (!isProtocolKnown.getAndSet(true)) {
      permits.addPermits((shared ? SHARED_PERMITS : UNSHARED_PERMITS) - 1);
    }
    if (shared && connectNanos > 0) {
      permits.addPermits(-CLOSED_OFFSET);
      // Connecting takes two or more round trips, the server's next frame about one.
      long delayNanos = Math.clamp(connectNanos, MIN_DELAY_NANOS, MAX_DELAY_NANOS);
      timeoutScheduler.schedule(delayNanos, atEnd -> permits.addPermits(CLOSED_OFFSET));
    }
    permits.release();
  }

  /** Releases the permit of a call that ended without a connection. */
  void release() {
    permits.release();
  }
}
