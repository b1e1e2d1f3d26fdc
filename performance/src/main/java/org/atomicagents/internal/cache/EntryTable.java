package org.atomicagents.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import org.atomicagents.cache.CacheKey;
import org.atomicagents.message.Content;
import org.jspecify.annotations.Nullable;

/**
 * The entries in memory, bounded by their number or their size.
 *
 * <p>Holds values only: no request is sent while an entry is computed. Thread-safe.
 */
final class EntryTable {
  // An estimate of the objects of an entry, besides its texts.
  private static final int ENTRY_BYTES = 400;

  private static final Duration REFRESH_PAUSE = Duration.ofSeconds(10);
  private static final int MAX_REFRESHES = 10_000;

  private final Cache<CacheKey, CacheEntry> entries;
  private final Cache<CacheKey, Boolean> refreshes;
  private final long staleNanos;

  EntryTable(CacheSettings settings, CacheCounters counters) {
    this.staleNanos = settings.staleNanos();
    this.refreshes =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .ticker(settings.time()::nanoTime)
            .expireAfterWrite(REFRESH_PAUSE)
            .maximumSize(MAX_REFRESHES)
            .build();
    Caffeine<CacheKey, CacheEntry> builder =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .ticker(settings.time()::nanoTime)
            .expireAfterWrite(Duration.ofNanos(saturatedSum(settings.lifetimeNanos(), staleNanos)))
            .evictionListener((key, entry, cause) -> count(counters, cause));
    this.entries =
        settings.maxBytes() == null
            ? builder.maximumSize(settings.maxEntries()).build()
            : builder
                .maximumWeight(settings.maxBytes())
                .weigher((key, entry) -> size(entry))
                .build();
  }

  private static long saturatedSum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private static void count(CacheCounters counters, RemovalCause cause) {
    if (cause == RemovalCause.SIZE) {
      counters.evictions.increment();
    }
  }

  // The decoded output takes about as much memory as its text, which has one byte per character.
  private static int size(CacheEntry entry) {
    long opaque = 0;
    for (Content part : entry.replayed().opaque()) {
      opaque += part instanceof Content.Opaque known ? known.json().length() : 0;
    }
    return (int) Math.min(Integer.MAX_VALUE, ENTRY_BYTES + 2L * entry.json().length() + opaque);
  }

  /** Returns an entry that may be used, possibly expired; removes one that may not. */
  @Nullable CacheEntry get(CacheKey key, long now) {
    CacheEntry entry = entries.getIfPresent(key);
    if (entry != null && entry.isExpiredFor(staleNanos, now)) {
      entries.asMap().remove(key, entry);
      return null;
    }
    return entry;
  }

  void put(CacheKey key, CacheEntry entry) {
    entries.put(key, entry);
    if (staleNanos > 0) {
      refreshes.invalidate(key);
    }
  }

  /** Adds an entry that was created earlier, unless there is a newer one. */
  void putUnlessNewer(CacheKey key, CacheEntry entry) {
    entries
        .asMap()
        .merge(
            key,
            entry,
            (present, added) ->
                present.createdNanos() - added.createdNanos() > 0 ? present : added);
  }

  /**
   * Returns whether an expired entry may be replaced now. While a provider fails, each hit would
   * otherwise send a request.
   */
  boolean beginRefresh(CacheKey key) {
    return refreshes.asMap().putIfAbsent(key, true) == null;
  }

  void remove(CacheKey key) {
    entries.invalidate(key);
  }

  void clear() {
    entries.invalidateAll();
  }

  void clearExpired(long now) {
    entries.asMap().values().removeIf(entry -> entry.isExpiredFor(staleNanos, now));
    entries.cleanUp();
  }

  long size() {
    entries.cleanUp();
    return entries.estimatedSize();
  }
}
