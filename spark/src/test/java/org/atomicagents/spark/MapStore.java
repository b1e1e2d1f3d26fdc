package org.atomicagents.spark;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.cache.CacheKey;
import org.atomicagents.cache.CacheStore;
import org.atomicagents.error.StoreException;
import org.jspecify.annotations.Nullable;

/** A store in the memory of this JVM, which fails as often as a test asks for. */
final class MapStore implements CacheStore {
  final Map<CacheKey, byte[]> values = new ConcurrentHashMap<>();
  final AtomicInteger failures = new AtomicInteger();

  @Override
  public byte @Nullable [] get(CacheKey key, Instant now) {
    failIfAsked();
    return values.get(key);
  }

  @Override
  public void put(CacheKey key, byte[] value, Instant expiry) {
    failIfAsked();
    values.put(key, value);
  }

  @Override
  public void remove(CacheKey key) {
    values.remove(key);
  }

  private void failIfAsked() {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw StoreException.of("The store is away.", null);
    }
  }
}
