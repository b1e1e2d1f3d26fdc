package org.atomicagents.internal.usage;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageBalance;
import org.atomicagents.usage.UsageBucket;
import org.atomicagents.usage.UsageDecision;
import org.atomicagents.usage.UsageLimits;
import org.atomicagents.usage.UsageStore;

/**
 * A store in the memory of this process.
 *
 * <p>Expired buckets are removed from time to time, so that a change takes constant time on
 * average. Thread-safe.
 */
public final class LocalUsageStore implements UsageStore {
  private static final long MIN_ADDITIONS = 256;

  private final ConcurrentHashMap<String, UsageCounter> counters = new ConcurrentHashMap<>();
  private final AtomicLong additionsUntilScan = new AtomicLong(MIN_ADDITIONS);

  @Override
  public UsageDecision tryReserve(
      UsageBucket bucket, UsageAmount estimate, UsageLimits limits, Instant now) {
    while (true) {
      UsageCounter counter = counter(bucket, now);
      UsageDecision decision = counter.tryReserve(estimate, limits, bucket.expiry(), now);
      if (decision != null) {
        return decision;
      }
      counters.remove(bucket.key(), counter);
    }
  }

  @Override
  public void settle(UsageBucket bucket, UsageAmount released, UsageAmount used, Instant now) {
    UsageCounter counter = counters.get(bucket.key());
    // A bucket without a counter has expired.
    if (counter != null) {
      counter.settle(released, used, bucket.expiry(), now);
    }
  }

  @Override
  public UsageBalance balance(UsageBucket bucket, Instant now) {
    UsageCounter counter = counters.get(bucket.key());
    return counter == null ? UsageBalance.EMPTY : counter.balance(now);
  }

  @Override
  public void reset(UsageBucket bucket) {
    UsageCounter counter = counters.get(bucket.key());
    if (counter != null) {
      counter.reset();
    }
  }

  /** Sets the used amount of a bucket, as it was stored. */
  void restore(UsageBucket bucket, UsageAmount used) {
    counters.put(bucket.key(), new UsageCounter(used, bucket.expiry()));
  }

  /** Returns the keys of the buckets. */
  public Set<String> keys() {
    return counters.keySet();
  }

  /** Returns the number of buckets. */
  int size() {
    return counters.size();
  }

  /** Removes the buckets that have expired. */
  void removeExpired(Instant now) {
    for (Map.Entry<String, UsageCounter> entry : counters.entrySet()) {
      if (entry.getValue().removeIfExpired(now)) {
        counters.remove(entry.getKey(), entry.getValue());
      }
    }
  }

  private UsageCounter counter(UsageBucket bucket, Instant now) {
    UsageCounter existing = counters.get(bucket.key());
    if (existing != null) {
      return existing;
    }
    if (additionsUntilScan.decrementAndGet() == 0) {
      removeExpired(now);
      additionsUntilScan.set(Math.max(MIN_ADDITIONS, size()));
    }
    return counters.computeIfAbsent(
        bucket.key(), absent -> new UsageCounter(UsageAmount.NONE, bucket.expiry()));
  }
}
