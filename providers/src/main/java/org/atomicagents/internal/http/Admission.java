package org.atomicagents.internal.http;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
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
  private final PoolSettings.Sizes sizes;
  private final Duration longest;
  private final Places total;
  private final ConcurrentHashMap<String, Places> hosts = new ConcurrentHashMap<>();
  private final LongAdder admitted = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();

  Admission(PoolSettings settings) {
    this.sizes = settings.sizes();
    this.longest = settings.times().queue();
    this.total = new Places(sizes.maxConnections());
  }

  /** Waits for a place; the caller releases what it gets. */
  Place enter(String host, CallContext call) {
    long since = call.timings().now();
    try {
      Place place = enter(host, call, since);
      admitted.increment();
      return place;
    } catch (InterruptedException e) {
      throw CancelledException.interrupted(waiting(host), e);
    } finally {
      long waited = call.timings().now() - since;
      call.timings().add(Phase.QUEUE, waited);
      waitedNanos.add(waited);
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

  /** How long the one that has waited longest has done so. */
  Duration longestWait() {
    long now = System.nanoTime();
    long most = now - total.waitingSince(now);
    for (Places host : hosts.values()) {
      most = Math.max(most, now - host.waitingSince(now));
    }
    return Duration.ofNanos(most);
  }

  /** How many have had their turn. */
  long admitted() {
    return admitted.sum();
  }

  /** How long all together have waited. */
  Duration waited() {
    return Duration.ofNanos(waitedNanos.sum());
  }

  /** How many have their turn now. */
  int inUse() {
    return total.taken();
  }

  /** Lets everybody in, to find the pool closed. */
  void close() {
    total.open();
    hosts.values().forEach(Places::open);
  }

  private @Nullable Places ofHost(String host) {
    return sizes.maxPerHost() >= sizes.maxConnections()
        ? null
        : hosts.computeIfAbsent(host, any -> new Places(sizes.maxPerHost()));
  }

  private void acquire(Places places, String host, CallContext call, long since)
      throws InterruptedException {
    if (places.takes()) {
      return;
    }
    Places.Turn turn = places.ask(System.nanoTime());
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

  private void await(Places.Turn turn, String host, CallContext call, long since)
      throws InterruptedException {
    long waited = call.timings().now() - since;
    long left = longest.toNanos() - waited;
    long toDeadline = call.deadline().remainingNanos();
    try {
      turn.get(Math.min(left, toDeadline), TimeUnit.NANOSECONDS);
    } catch (CancellationException e) {
      throw CancelledException.closed(waiting(host));
    } catch (TimeoutException e) {
      throw toDeadline < left
          ? TimedOutException.of(Limit.DEADLINE, call.deadline().length(), waiting(host))
          : TimedOutException.of(Limit.QUEUE, longest, waiting(host));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private String waiting(String host) {
    return "waiting for a free connection to %s (the pool has %d, %d for one host)"
        .formatted(
            host, sizes.maxConnections(), Math.min(sizes.maxPerHost(), sizes.maxConnections()));
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
