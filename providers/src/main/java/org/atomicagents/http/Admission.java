package org.atomicagents.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.CancelledException;
import org.atomicagents.model.Phase;
import org.atomicagents.model.TimedOutException;
import org.atomicagents.model.TimedOutException.Limit;
import org.jspecify.annotations.Nullable;

/**
 * The queue before a pool: so many exchanges at a time, with one host and in all, first come first
 * served.
 *
 * <p>Thread-safe.
 */
final class Admission {
  // Half of what a semaphore can hold, so that places given back later don't overflow it.
  private static final int ALL = Integer.MAX_VALUE / 2;

  private final PoolLimits limits;
  private final Semaphore total;
  private final ConcurrentHashMap<String, Semaphore> hosts = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Admission(PoolLimits limits) {
    this.limits = limits;
    this.total = new Semaphore(limits.maxConnections(), true);
  }

  /** Waits for a place; the caller releases what it gets. */
  Place enter(String host, CallContext call) {
    long since = call.timings().now();
    try {
      return enter(host, call, since);
    } catch (InterruptedException e) {
      throw CancelledException.interrupted(waiting(host), e);
    } finally {
      call.timings().addSince(Phase.QUEUE, since);
    }
  }

  private Place enter(String host, CallContext call, long since) throws InterruptedException {
    Semaphore ofHost = ofHost(host);
    if (ofHost != null) {
      acquire(ofHost, host, call, since);
    }
    boolean entered = false;
    try {
      acquire(total, host, call, since);
      entered = true;
    } finally {
      if (!entered && ofHost != null) {
        ofHost.release();
      }
    }
    return new Place(total, ofHost);
  }

  /** How many calls wait. */
  int queued() {
    return total.getQueueLength()
        + hosts.values().stream().mapToInt(Semaphore::getQueueLength).sum();
  }

  /** Lets everybody in, to find the pool closed. */
  void close() {
    closed = true;
    total.release(ALL);
    hosts.values().forEach(host -> host.release(ALL));
  }

  private @Nullable Semaphore ofHost(String host) {
    return limits.maxPerHost() >= limits.maxConnections()
        ? null
        : hosts.computeIfAbsent(host, any -> new Semaphore(limits.maxPerHost(), true));
  }

  private void acquire(Semaphore places, String host, CallContext call, long since)
      throws InterruptedException {
    long waited = call.timings().now() - since;
    long left = limits.queue().toNanos() - waited;
    long toDeadline = call.deadline().remainingNanos();
    if (closed || places.tryAcquire(Math.min(left, toDeadline), TimeUnit.NANOSECONDS)) {
      return;
    }
    throw toDeadline < left
        ? TimedOutException.of(Limit.DEADLINE, call.deadline().length(), waiting(host))
        : TimedOutException.of(Limit.QUEUE, limits.queue(), waiting(host));
  }

  private String waiting(String host) {
    return "waiting for a free connection to %s (the pool has %d, %d for one host)"
        .formatted(
            host, limits.maxConnections(), Math.min(limits.maxPerHost(), limits.maxConnections()));
  }

  /** A place in the pool, given back once. */
  record Place(Semaphore total, @Nullable Semaphore host) {
    void release() {
      total.release();
      if (host != null) {
        host.release();
      }
    }
  }
}
