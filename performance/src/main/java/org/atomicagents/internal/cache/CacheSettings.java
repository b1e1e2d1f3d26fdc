package org.atomicagents.internal.cache;

import java.util.random.RandomGenerator;
import org.atomicagents.cache.CacheStore;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a cache.
 *
 * @param maxEntries the maximum number of entries; ignored if there is a maximum of bytes
 * @param maxBytes the maximum size of all entries; null for none
 * @param lifetimeNanos the time to live of an entry
 * @param jitter the share of the time to live, from 0 to 1, by which a random part is shorter
 * @param staleNanos the time for which an expired entry is used while it is refreshed
 * @param store the second level; null for none
 */
public record CacheSettings(
    long maxEntries,
    @Nullable Long maxBytes,
    long lifetimeNanos,
    double jitter,
    long staleNanos,
    @Nullable CacheStore store,
    TimeSource time,
    RandomGenerator random) {

  /** Returns the time to live of a new entry. */
  long newLifetime() {
    return jitter == 0
        ? lifetimeNanos
        : lifetimeNanos - (long) (lifetimeNanos * jitter * random.nextDouble());
  }
}
