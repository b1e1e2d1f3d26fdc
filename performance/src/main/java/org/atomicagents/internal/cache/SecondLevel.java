package org.atomicagents.internal.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.atomicagents.cache.CacheKey;
import org.atomicagents.cache.CacheStore;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store of a cache, whose failures do not make a run fail. Thread-safe. */
final class SecondLevel {
  private static final Logger log = LoggerFactory.getLogger(SecondLevel.class);

  private final CacheStore store;
  private final CacheCounters counters;
  private final TimeSource time;

  SecondLevel(CacheStore store, CacheCounters counters, TimeSource time) {
    this.store = store;
    this.counters = counters;
    this.time = time;
  }

  /** Returns a stored entry; null if there is none, or none that is valid. */
  <O> @Nullable CacheEntry get(CacheKey key, Schema<O> schema) {
    Instant now = time.now();
    byte[] bytes = attempt("read", () -> store.get(key, now));
    if (bytes == null) {
      return null;
    }
    CacheEntry entry =
        attempt("decode", () -> EntryCodec.decode(bytes, schema, now, time.nanoTime()));
    if (entry == null || entry.isExpired(time.nanoTime())) {
      remove(key);
      return null;
    }
    return entry;
  }

  void put(CacheKey key, CacheEntry entry) {
    Instant created = time.now();
    attempt(
        "write",
        () -> {
          store.put(
              key,
              EntryCodec.encode(entry, created),
              created.plus(Duration.ofNanos(entry.lifetimeNanos())));
          return null;
        });
  }

  void remove(CacheKey key) {
    attempt(
        "remove",
        () -> {
          store.remove(key);
          return null;
        });
  }

  void removeExpired() {
    attempt(
        "clear",
        () -> {
          store.removeExpired(time.now());
          return null;
        });
  }

  private <T> @Nullable T attempt(String operation, Supplier<@Nullable T> step) {
    try {
      return step.get();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      // Also errors such as a missing class: a store must not make a run fail.
      counters.storeFailures.increment();
      log.warn("The store of a response cache failed to {} an entry.", operation, e);
      return null;
    }
  }
}
