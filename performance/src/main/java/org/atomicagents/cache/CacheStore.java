package org.atomicagents.cache;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A second level of a {@link ResponseCache}, which outlives the process or is shared by several.
 *
 * <p>An exception of a store is logged and counted; the run continues without the store.
 * Implementations must be thread-safe, and must not return a value for another key or tenant.
 */
public interface CacheStore {

  /**
   * Returns the value of a key; null if there is none, or if it has expired.
   *
   * @param now the current time of the cache
   */
  byte @Nullable [] get(CacheKey key, Instant now);

  /**
   * Stores a value; replaces an earlier one.
   *
   * @param expiry the time from which on the value is not returned any more
   */
  void put(CacheKey key, byte[] value, Instant expiry);

  /** Removes the value of a key, if there is one. */
  void remove(CacheKey key);

  /**
   * Removes the values that have expired, if this store does not do so by itself.
   *
   * @param now the current time of the cache
   */
  default void removeExpired(Instant now) {}
}
