package org.atomicagents.internal.limit;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.StoreException;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a store that may fail.
 *
 * <p>A failure to take permits fails the request, or buckets in memory with a share of each limit
 * replace the store, which is called again after a while. Changes that the store did not accept are
 * added by the next call of their bucket, so that no permits are lost. Thread-safe.
 */
final class StoreGuard {
  private static final Logger LOG = LoggerFactory.getLogger(StoreGuard.class);
  private static final long MIN_BACKOFF = Duration.ofSeconds(1).toNanos();
  private static final int MAX_DOUBLINGS = 3;

  private final String limit;
  private final PermitStore store;
  private final TimeSource time;
  private final double share;
  private final @Nullable PermitStore local;
  private final Map<String, AtomicLong> pending = new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile long nextCall;

  /**
   * Creates a guard.
   *
   * @param share the share of each limit while the store fails, up to 1; 0 to fail requests
   */
  StoreGuard(String limit, PermitStore store, double share, TimeSource time) {
    this.limit = limit;
    this.store = store;
    this.time = time;
    this.share = share;
    this.local = share > 0 ? new LocalPermitStore(time) : null;
    this.nextCall = time.nanoTime();
  }

  /**
   * The result of an attempt to take permits.
   *
   * @param waitNanos the time until the next attempt; 0 if the permits were taken
   * @param isLocal whether the permits are those of the memory
   */
  record Take(long waitNanos, boolean isLocal) {}

  /**
   * Takes permits, or none.
   *
   * @throws StoreException if the store fails and nothing replaces it
   */
  Take tryTake(PermitBucket bucket, long permits) {
    if (local != null && failures.get() > 0 && nextCall - time.nanoTime() > 0) {
      return takeLocally(local, bucket, permits);
    }
    try {
      addPending(bucket);
      Duration wait = Objects.requireNonNull(store.tryTake(bucket, permits), "the returned wait");
      recover();
      return new Take(Math.max(0, wait.toNanos()), false);
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw CancelledException.interrupted("taking permits from the store of a rate limit", e);
      }
      fail(e);
      if (local != null) {
        return takeLocally(local, bucket, permits);
      }
      throw failure(bucket, e);
    }
  }

  /** Adds permits to the store from which they were taken; does not fail. */
  void add(PermitBucket bucket, long permits, boolean isLocal) {
    if (isLocal && local != null) {
      local.add(localBucket(bucket), permits);
      return;
    }
    if (permits == 0) {
      return;
    }
    pending.computeIfAbsent(bucket.key(), key -> new AtomicLong()).addAndGet(permits);
    try {
      addPending(bucket);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Ends a wait for permits of the store; does not fail. */
  void stopWaiting(PermitBucket bucket) {
    if (failures.get() > 0) {
      return;
    }
    try {
      store.stopWaiting(bucket);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void addPending(PermitBucket bucket) {
    AtomicLong changes = pending.get(bucket.key());
    if (changes == null) {
      return;
    }
    long change = changes.getAndSet(0);
    if (change == 0) {
      return;
    }
    boolean isAdded = false;
    try {
      store.add(bucket, change);
      isAdded = true;
    } finally {
      if (!isAdded) {
        changes.addAndGet(change);
      }
    }
  }

  private Take takeLocally(PermitStore memory, PermitBucket bucket, long permits) {
    Duration wait = memory.tryTake(localBucket(bucket), permits);
    return new Take(wait.toNanos(), true);
  }

  private PermitBucket localBucket(PermitBucket bucket) {
    long perMinute = Math.max(1, (long) (bucket.perMinute() * share));
    long capacity = Math.clamp((long) (bucket.capacity() * share), 1, perMinute);
    return new PermitBucket(bucket.key(), perMinute, capacity);
  }

  private void fail(RuntimeException cause) {
    int count = failures.incrementAndGet();
    nextCall = time.nanoTime() + (MIN_BACKOFF << Math.min(count - 1, MAX_DOUBLINGS));
    if (count == 1) {
      LOG.warn(
          "The permit store of the rate limit '{}' failed ({}); {}",
          limit,
          cause.toString(),
          local == null ? "its requests fail" : "a share of the limit applies to this process");
    }
  }

  private void recover() {
    if (failures.get() > 0 && failures.getAndSet(0) > 0) {
      LOG.info("The permit store of the rate limit '{}' works again", limit);
    }
  }

  private StoreException failure(PermitBucket bucket, RuntimeException cause) {
    return StoreException.of(
        "Rate limit '"
            + limit
            + "': expected permits or a wait from bucket '"
            + bucket.key()
            + "' of "
            + store.getClass().getName()
            + ", found "
            + cause
            + "\nCheck the store, or set shareOnStoreFailure to send requests without it.",
        cause);
  }
}
