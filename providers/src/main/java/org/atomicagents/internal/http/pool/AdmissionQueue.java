package org.atomicagents.internal.http.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.internal.http.PoolSettings;
import org.atomicagents.model.Phase;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * The queue before a pool: so many exchanges at a time, with one host and in all, first come first
 * served.
 *
 * <p>Thread-safe.
 */
final class AdmissionQueue {
  private final PoolSettings.PoolSizes sizes;
  private final Duration queueTimeout;
  private final Duration connectTimeout;
  private final FairSemaphore totalPermits;
  private final ConcurrentHashMap<String, FairSemaphore> hostPermits = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, ConnectThrottle> connectThrottles =
      new ConcurrentHashMap<>();
  private final TimeoutScheduler timeoutScheduler;
  private final LongAdder admittedCount = new LongAdder();
  private final LongAdder totalWaitNanos = new LongAdder();

  AdmissionQueue(PoolSettings settings, TimeoutScheduler watch) {
    this.timeoutScheduler = watch;
    this.sizes = settings.sizes();
    this.queueTimeout = settings.times().queue();
    this.connectTimeout = settings.times().connect();
    this.totalPermits = new FairSemaphore(sizes.maxConnections());
  }

  /** Waits for a place; the caller releases what it gets. */
  Permit acquire(String host, RunContext call) {
    long since = call.timings().now();
    try {
      Permit place = awaitPermits(host, call);
      admittedCount.increment();
      return place;
    } catch (InterruptedException e) {
      throw CancelledException.interrupted(describeQueueWait(host), e);
    } finally {
      long waited = call.timings().now() - since;
      call.timings().add(Phase.QUEUE, waited);
      totalWaitNanos.add(waited);
    }
  }

  private Permit awaitPermits(String host, RunContext call) throws InterruptedException {
    long since = System.nanoTime();
    LongSupplier left = () -> queueTimeout.toNanos() - (System.nanoTime() - since);
    var place = new Permit(totalPermits, permitsFor(host), throttleFor(host));
    try {
      for (FairSemaphore next = place.nextPermits(); next != null; next = place.nextPermits()) {
        if (!next.acquire(call, () -> describeQueueWait(host), left)) {
          throw TimedOutException.of(Limit.QUEUE, queueTimeout, describeQueueWait(host));
        }
        place.markAcquired();
      }
      place.awaitThrottle(call, () -> describeConnectWait(host), left);
      return place;
    } catch (Throwable e) {
      place.release();
      throw e;
    }
  }

  /** How many calls wait. */
  int queuedCount() {
    return all().mapToInt(FairSemaphore::queuedCount).sum();
  }

  /** How long the one that has waited longest has done so. */
  Duration longestWait() {
    long now = System.nanoTime();
    long since = all().mapToLong(places -> places.waitingSince(now)).min().orElse(now);
    return Duration.ofNanos(now - since);
  }

  /** How many have had their turn. */
  long admittedCount() {
    return admittedCount.sum();
  }

  /** How long all together have waited. */
  Duration totalWait() {
    return Duration.ofNanos(totalWaitNanos.sum());
  }

  /** How many have their turn now. */
  int activeCount() {
    return totalPermits.acquiredCount();
  }

  /** Lets everybody in, to find the pool closed. */
  void close() {
    all().forEach(FairSemaphore::removeLimit);
  }

  private Stream<FairSemaphore> all() {
    return Stream.of(
            Stream.of(totalPermits),
            hostPermits.values().stream(),
            connectThrottles.values().stream().map(ConnectThrottle::permits))
        .flatMap(Function.identity());
  }

  private @Nullable FairSemaphore permitsFor(String host) {
    return sizes.maxPerHost() >= sizes.maxConnections()
        ? null
        : hostPermits.computeIfAbsent(host, any -> new FairSemaphore(sizes.maxPerHost()));
  }

  private static String describeConnectWait(String host) {
    return "waiting for others to connect to " + host;
  }

  private String describeQueueWait(String host) {
    return "waiting for a free connection to %s (the pool has %d, %d for one host)"
        .formatted(
            host, sizes.maxConnections(), Math.min(sizes.maxPerHost(), sizes.maxConnections()));
  }

  private @Nullable ConnectThrottle throttleFor(String host) {
    return host.startsWith("https:")
        ? connectThrottles.computeIfAbsent(
            host, any -> new ConnectThrottle(timeoutScheduler, connectTimeout))
        : null;
  }

  /** The way into the pool, step by step; given back once. */
  static final class Permit {
    private final ArrayDeque<FairSemaphore> pending = new ArrayDeque<>(3);
    private final ArrayDeque<FairSemaphore> held = new ArrayDeque<>(2);
    private final @Nullable ConnectThrottle throttle;
    private final AtomicBoolean isThrottled = new AtomicBoolean();

    private Permit(
        FairSemaphore total, @Nullable FairSemaphore host, @Nullable ConnectThrottle gate) {
      this.throttle = gate;
      if (host != null) {
        pending.add(host);
      }
      pending.add(total);
    }

    private @Nullable FairSemaphore nextPermits() {
      return pending.peek();
    }

    private void markAcquired() {
      held.add(pending.remove());
    }

    private void awaitThrottle(RunContext call, Supplier<String> doing, LongSupplier left)
        throws InterruptedException {
      if (throttle != null && throttle.acquire(call, doing, left)) {
        isThrottled.set(true);
      }
    }

    /** The call has a connection, which took so long to make; 0 if it was there. */
    void connected(boolean shared, long connectNanos) {
      if (throttle != null && isThrottled.getAndSet(false)) {
        throttle.connected(shared, connectNanos);
      }
    }

    void release() {
      if (throttle != null && isThrottled.getAndSet(false)) {
        throttle.release();
      }
      held.forEach(FairSemaphore::release);
    }
  }
}
