package org.atomicagents.redis;

import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.atomicagents.cache.CacheKey;
import org.atomicagents.cache.CacheStore;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.redis.CachedValue;
import org.atomicagents.internal.redis.RedisKeys;
import org.atomicagents.internal.redis.RedisLink;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A second level of response caches in Redis, shared by any number of processes.
 *
 * {@snippet class="org.atomicagents.redis.RedisStoreSnippets" region="cache"}
 *
 * <p>The key of a value consists of the tenant and the hash of the request. Redis deletes expired
 * values by itself: the remaining lifetime is measured by the clock of the writing process, so that
 * a server whose clock differs keeps values no longer. Each value has a checksum; a value that is
 * damaged, or of another format, is removed and not returned. A value of a foreign type under one
 * of the keys is not removed: reading it fails.
 *
 * <p>All methods throw {@link StoreException} if Redis fails, and {@link
 * org.atomicagents.error.CancelledException} if the thread is interrupted. A {@link
 * org.atomicagents.cache.ResponseCache} logs and counts these failures and continues without the
 * store.
 *
 * <p>Immutable and thread-safe.
 */
public final class RedisCacheStore implements CacheStore {
  private static final int DEFAULT_MAX_BYTES = 16 << 20;
  // Redis rejects an expiry beyond the range of a long.
  private static final Duration MAX_LIFETIME = Duration.ofDays(36_500);

  private final RedisLink link;
  private final RedisKeys keys;
  private final int maxBytes;
  private final TimeSource time;

  RedisCacheStore(RedisLink link, String prefix) {
    this(
        link,
        new RedisKeys(prefix, "cache", CachedValue.VERSION),
        DEFAULT_MAX_BYTES,
        TimeSource.system());
  }

  private RedisCacheStore(RedisLink link, RedisKeys keys, int maxBytes, TimeSource time) {
    this.link = link;
    this.keys = keys;
    this.maxBytes = maxBytes;
    this.time = time;
  }

  /**
   * Returns a store of the same values with another bound of the size of a value, in bytes;
   * default: 16 MiB. All callers share one connection, on which a large value delays the others.
   *
   * @throws IllegalArgumentException if the bound is not positive
   */
  public RedisCacheStore withMaxValueBytes(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("maxValueBytes: expected 1 or more, found " + max);
    }
    return new RedisCacheStore(link, keys, max, time);
  }

  /** Returns a store of the same values with another clock, which should be that of the cache. */
  public RedisCacheStore withTimeSource(TimeSource newTime) {
    return new RedisCacheStore(link, keys, maxBytes, Objects.requireNonNull(newTime, "newTime"));
  }

  @Override
  public byte @Nullable [] get(CacheKey key, Instant now) {
    byte[] redisKey = key(key);
    byte[] stored = link.run("read a cached output", redis -> redis.get(redisKey));
    if (stored == null) {
      return null;
    }
    CachedValue value = CachedValue.decode(redisKey, stored);
    if (value == null) {
      remove(key);
      return null;
    }
    return value.expiryMillis() > now.toEpochMilli() ? value.content() : null;
  }

  /**
   * Stores a value; replaces an earlier one.
   *
   * @throws StoreException if Redis fails, or if the value exceeds the bound; an earlier value is
   *     removed then
   */
  @Override
  public void put(CacheKey key, byte[] value, Instant expiry) {
    if (value.length > maxBytes) {
      remove(key);
      throw StoreException.of(
          "The cached output of tenant '%s' is too large for Redis: expected at most %d bytes, found %d.\nRaise the bound by RedisCacheStore.withMaxValueBytes, or do not cache such outputs."
              .formatted(key.tenant(), maxBytes, value.length),
          null);
    }
    Duration lifetime = Duration.between(time.now(), expiry);
    if (lifetime.toMillis() <= 0) {
      remove(key);
      return;
    }
    long millis =
        lifetime.compareTo(MAX_LIFETIME) > 0 ? MAX_LIFETIME.toMillis() : lifetime.toMillis();
    byte[] redisKey = key(key);
    byte[] stored = new CachedValue(expiry.toEpochMilli(), value).encode(redisKey);
    link.run(
        "store a cached output", redis -> redis.set(redisKey, stored, SetArgs.Builder.px(millis)));
  }

  @Override
  public void remove(CacheKey key) {
    byte[] redisKey = key(key);
    link.run("remove a cached output", redis -> redis.unlink(redisKey));
  }

  private byte[] key(CacheKey key) {
    return keys.key(key.tenant(), key.hash());
  }

  /** Returns the server and the prefix of the keys. */
  @Override
  public String toString() {
    return "RedisCacheStore[" + link.server() + ", " + keys.prefix() + "]";
  }
}
