package org.atomicagents.http;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private final PoolLimits limits;
  private final Places total;
  private final ConcurrentHashMap<String, Places> hosts = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Admission(PoolLimits limits) {
    this.limits = limits;
    this.total = new Places(limits.maxConnections());
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
    Places ofHost = ofHost(host);
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
    return total.queued() + hosts.values().stream().mapToInt(Places::queued).sum();
  }

  /** Lets everybody in, to find the pool closed. */
  void close() {
    closed = true;
    total.open();
    hosts.values().forEach(Places::open);
  }

  private @Nullable Places ofHost(String host) {
    return limits.maxPerHost() >= limits.maxConnections()
        ? null
        : hosts.computeIfAbsent(host, any -> new Places(limits.maxPerHost()));
  }

  private void acquire(Places places, String host, CallContext call, long since)
      throws InterruptedException {
    CompletableFuture<Void> turn = places.ask();
    if (turn.isDone()) {
      return;
    }
    if (closed) {
      places.giveUp(turn);
      return;
    }
    Runnable uncancel = call.onCancel(() -> turn.cancel(false));
    boolean entered = false;
    try {
      await(turn, host, call, since);
      entered = true;
    } finally {
      uncancel.run();
      if (!entered) {
        places.giveUp(turn);
      }
    }
  }

  private void await(CompletableFuture<Void> turn, String host, CallContext call, long since)
      throws InterruptedException {
    long waited = call.timings().now() - since;
    long left = limits.queue().toNanos() - waited;
    long toDeadline = call.deadline().remainingNanos();
    try {
      turn.get(Math.min(left, toDeadline), TimeUnit.NANOSECONDS);
    } catch (CancellationException e) {
      throw CancelledException.closed(waiting(host));
    } catch (TimeoutException e) {
      throw toDeadline < left
          ? TimedOutException.of(Limit.DEADLINE, call.deadline().length(), waiting(host))
          : TimedOutException.of(Limit.QUEUE, limits.queue(), waiting(host));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private String waiting(String host) {
    return "waiting for a free connection to %s (the pool has %d, %d for one host)"
        .formatted(
            host, limits.maxConnections(), Math.min(limits.maxPerHost(), limits.maxConnections()));
  }

  /** A place in the pool, given back once. */
  record Place(Places total, @Nullable Places host) {
    void release() {
      total.release();
      if (host != null) {
        host.release();
      }
    }
  }
}
