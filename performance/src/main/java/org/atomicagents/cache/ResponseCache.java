package org.atomicagents.cache;

import org.atomicagents.internal.cache.CacheEngine;
import org.atomicagents.internal.cache.CacheSettings;

/**
 * A cache of the outputs of agents.
 *
 * {@snippet class="org.atomicagents.cache.CacheSnippets" region="cache"}
 *
 * <p>It is used by {@link CachedAgent}s, of which several may share it. The entries are bounded by
 * their number or their size, and expire. Only valid outputs are stored, which are immutable;
 * failures never are. A {@link CacheStore} keeps entries beyond the process.
 *
 * <p>Thread-safe. No lock is held while a model is called.
 */
public final class ResponseCache {
  private final CacheEngine engine;

  ResponseCache(CacheSettings settings) {
    this.engine = new CacheEngine(settings);
  }

  /** Returns an empty cache with the default settings: 10,000 entries that live for an hour. */
  public static ResponseCache create() {
    return builder().build();
  }

  /** Returns a builder with the default settings. */
  public static ResponseCacheBuilder builder() {
    return new ResponseCacheBuilder();
  }

  CacheEngine engine() {
    return engine;
  }

  /**
   * Removes all expired outputs; without a call they are removed when they are read or replaced.
   */
  public void clearExpired() {
    engine.clearExpired();
  }

  /** Removes all outputs from the memory; those in the {@link CacheStore} remain. */
  public void clear() {
    engine.clear();
  }

  /** Returns the number of outputs in memory. */
  public long size() {
    return statistics().entries();
  }

  /** Returns the counts since the creation of this cache. */
  public CacheStatistics statistics() {
    return engine.statistics();
  }
}
