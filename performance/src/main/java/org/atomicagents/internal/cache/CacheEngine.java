package org.atomicagents.internal.cache;

import org.atomicagents.RunResult;
import org.atomicagents.cache.CacheKey;
import org.atomicagents.cache.CacheStatistics;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/** The entries of a cache in memory and in its store, and the runs in progress. Thread-safe. */
public final class CacheEngine {
  private final CacheSettings settings;
  private final CacheCounters counters = new CacheCounters();
  private final EntryTable table;
  private final @Nullable SecondLevel store;
  private final Flights flights = new Flights();

  public CacheEngine(CacheSettings settings) {
    this.settings = settings;
    this.table = new EntryTable(settings, counters);
    this.store =
        settings.store() == null
            ? null
            : new SecondLevel(settings.store(), counters, settings.time());
  }

  /** Returns a usable entry from the memory or the store; null if there is none. */
  <O> @Nullable CacheEntry find(CacheKey key, Schema<O> schema, @Nullable Long maxAgeNanos) {
    CacheEntry entry = peek(key, schema, maxAgeNanos);
    if (entry == null && store != null) {
      CacheEntry stored = store.get(key, schema);
      // Another process may have stored it with a longer time to live.
      CacheEntry limited = stored == null ? null : stored.limitedTo(settings.lifetimeNanos());
      if (limited != null && !isExpired(limited) && isUsable(limited, schema, maxAgeNanos)) {
        counters.storeHits.increment();
        table.putUnlessNewer(key, limited);
        entry = limited;
      }
    }
    return entry;
  }

  /** Returns a usable entry from the memory; null if there is none. */
  @Nullable CacheEntry peek(CacheKey key, Schema<?> schema, @Nullable Long maxAgeNanos) {
    CacheEntry entry = table.get(key, settings.time().nanoTime());
    return entry != null && isUsable(entry, schema, maxAgeNanos) ? entry : null;
  }

  private boolean isUsable(CacheEntry entry, Schema<?> schema, @Nullable Long maxAgeNanos) {
    return entry.isUsable(schema.type(), maxAgeNanos, settings.time().nanoTime());
  }

  boolean isExpired(CacheEntry entry) {
    return entry.isExpired(settings.time().nanoTime());
  }

  /**
   * Stores the output of a run in memory, if it was accepted.
   *
   * @param fingerprint the fingerprint of the run, if the result has opaque parts
   * @return writes it to the store
   */
  <O> Runnable put(CacheKey key, Schema<O> schema, RunResult<O> result, String fingerprint) {
    if (!result.isAccepted()) {
      return () -> {};
    }
    CacheEntry entry =
        CacheEntry.of(
            result,
            schema.type(),
            OutputText.of(schema, result.output()),
            fingerprint,
            settings.time().nanoTime(),
            settings.newLifetime());
    table.put(key, entry);
    counters.writes.increment();
    SecondLevel second = store;
    return second == null ? () -> {} : () -> second.put(key, entry);
  }

  /**
   * Returns whether an expired entry may be replaced now; true once until it is, or for a while.
   */
  boolean beginRefresh(CacheKey key) {
    return table.beginRefresh(key);
  }

  /** Removes all entries from the memory. */
  public void clear() {
    table.clear();
  }

  /** Removes the expired entries from the memory and the store. */
  public void clearExpired() {
    table.clearExpired(settings.time().nanoTime());
    if (store != null) {
      store.removeExpired();
    }
  }

  /** Returns the counts. */
  public CacheStatistics statistics() {
    return counters.snapshot(table.size());
  }

  /** Returns the number of runs that wait for a response. */
  public int waitingRuns() {
    return flights.members();
  }

  CacheCounters counters() {
    return counters;
  }

  Flights flights() {
    return flights;
  }

  TimeSource time() {
    return settings.time();
  }
}
