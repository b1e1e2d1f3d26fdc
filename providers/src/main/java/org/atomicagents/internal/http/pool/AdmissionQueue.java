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
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;
import org.jspecify.annotations.Nullable;

/**
 * The queue of a connection pool, which limits concurrent calls in total and per host and admits
 * them in order of arrival.
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

  AdmissionQueue(PoolSettings settings, TimeoutScheduler timeoutScheduler) {
    this.timeoutScheduler = timeoutScheduler;
    this.sizes = settings.sizes();
    this.queueTimeout = settings.timeouts().queue();
    this.connectTimeout = settings.timeouts().connect();
    this.totalPermits = new FairSemaphore(sizes.maxConnections());
  }

  /** Waits for a permit and returns it; the caller must release it. */
  Permit acquire(String host, RunContext call) {
    long since = call.timings().now();
    try {
      Permit permit = awaitPermits(host, call);
      admittedCount.increment();
      return permit;
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
    LongSupplier remainingNanos = () -> queueTimeout.toNanos() - (System.nanoTime() - since);
    var permit = new Permit(totalPermits, permitsFor(host), throttleFor(host));
    try {
      for (FairSemaphore next = permit.nextPermits(); next != null; next = permit.nextPermits()) {
        if (!next.acquire(call, () -> describeQueueWait(host), remainingNanos)) {
          throw TimedOutException.of(Limit.QUEUE, queueTimeout, describeQueueWait(host));
        }
        permit.markAcquired();
      }
      permit.awaitThrottle(call, () -> describeConnectWait(host), remainingNanos);
      return permit;
    } catch (Throwable e) {
      permit.release();
      throw e;
    }
  }

  /** Returns the number of waiting calls. */
  int queuedCount() {
    return semaphores().mapToInt(FairSemaphore::queuedCount).sum();
  }

  /** Returns the time that the oldest waiting call has waited; zero if no call waits. */
  Duration longestWait() {
    long now = System.nanoTime();
    long since = semaphores().mapToLong(semaphore -> semaphore.waitingSince(now)).min().orElse(now);
    return Duration.ofNanos(now - since);
  }

  /** Returns the number of calls admitted so far. */
  long admittedCount() {
    return admittedCount.sum();
  }

  /** Returns the total time that all calls have waited. */
  Duration totalWait() {
    return Duration.ofNanos(totalWaitNanos.sum());
  }

  /** Returns the number of calls that hold a permit. */
  int activeCount() {
    return totalPermits.acquiredCount();
  }

  /** Admits all waiting and later calls, which then find the pool closed. */
  void close() {
    semaphores().forEach(FairSemaphore::removeLimit);
  }

  private Stream<FairSemaphore> semaphores() {
    return Stream.of(
            Stream.of(totalPermits),
            hostPermits.values().stream(),
            connectThrottles.values().stream().map(ConnectThrottle::permits))
        .flatMap(Function.identity());
  }

  private @Nullable FairSemaphore permitsFor(String host) {
    return sizes.maxPerHost() >= sizes.maxConnections()
        ? null
        : hostPermits.computeIfAbsent(host, key -> new FairSemaphore(sizes.maxPerHost()));
  }

  private static String describeConnectWait(String host) {
    return "waiting for other calls to connect to " + host;
  }

  private String describeQueueWait(String host) {
    return "waiting for a free connection to %s (the pool has %d, %d for one host)"
        .formatted(
            host, sizes.maxConnections(), Math.min(sizes.maxPerHost(), sizes.maxConnections()));
  }

  private @Nullable ConnectThrottle throttleFor(String host) {
    return host.startsWith("https:")
        ? connectThrottles.computeIfAbsent(
            host, key -> new ConnectThrottle(timeoutScheduler, connectTimeout))
        : null;
  }

  /** The admission of one call, acquired step by step and released once. */
  static final class Permit {
    private final ArrayDeque<FairSemaphore> pending = new ArrayDeque<>(3);
    private final ArrayDeque<FairSemaphore> held = new ArrayDeque<>(2);
    private final @Nullable ConnectThrottle throttle;
    private final AtomicBoolean isThrottled = new AtomicBoolean();

    private Permit(
        FairSemaphore total, @Nullable FairSemaphore host, @Nullable ConnectThrottle throttle) {
      this.throttle = throttle;
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

    private void awaitThrottle(
        RunContext call, Supplier<String> activity, LongSupplier remainingNanos)
        throws InterruptedException {
      if (throttle != null && throttle.acquire(call, activity, remainingNanos)) {
        isThrottled.set(true);
      }
    }

    /** The call has a connection, opened in the given time; 0 for an existing connection. */
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
