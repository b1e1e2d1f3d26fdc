package org.atomicagents.cache;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.atomicagents.internal.cache.CacheSettings;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/** A builder of {@link ResponseCache}s; not thread-safe. */
public final class ResponseCacheBuilder {
  private long maxEntries = 10_000;
  private @Nullable Long maxBytes;
  private Duration timeToLive = Duration.ofHours(1);
  private double jitter;
  private Duration staleTime = Duration.ZERO;
  private @Nullable CacheStore store;
  private TimeSource time = TimeSource.system();
  private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

  ResponseCacheBuilder() {}

  /**
   * Sets the maximum number of outputs in memory; default: 10,000. Replaces a maximum of bytes.
   *
   * @throws IllegalArgumentException if the maximum is less than 1
   */
  public ResponseCacheBuilder maxEntries(long max) {
    maxEntries = requirePositive("maxEntries", max);
    maxBytes = null;
    return this;
  }

  /**
   * Sets the maximum size of all outputs in memory, an estimate from the length of their JSON.
   * Replaces the maximum number of outputs.
   *
   * @throws IllegalArgumentException if the maximum is less than 1
   */
  public ResponseCacheBuilder maxBytes(long max) {
    maxBytes = requirePositive("maxBytes", max);
    return this;
  }

  /**
   * Sets the age at which an output has expired; default: one hour.
   *
   * @throws IllegalArgumentException if the duration is not positive
   */
  public ResponseCacheBuilder timeToLive(Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(
          "timeToLive: expected a positive duration, found " + duration);
    }
    timeToLive = duration;
    return this;
  }

  /**
   * Sets the share of the time to live by which outputs expire earlier, at random; default: 0.
   * Outputs that were stored together then don't expire together.
   *
   * @throws IllegalArgumentException if the share is less than 0, or 1 or more
   */
  public ResponseCacheBuilder jitter(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("jitter: expected 0 or more and below 1, found " + share);
    }
    jitter = share;
    return this;
  }

  /**
   * Sets the time for which an expired output is still returned, while a request in the background
   * replaces it; default: zero. After a failed request, the next one follows after ten seconds at
   * the earliest.
   *
   * @throws IllegalArgumentException if the duration is negative
   */
  public ResponseCacheBuilder staleWhileRevalidate(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "staleWhileRevalidate: expected 0 or more, found " + duration);
    }
    staleTime = duration;
    return this;
  }

  /** Sets the second level, such as a {@link FileCacheStore}; default: none. */
  public ResponseCacheBuilder store(CacheStore value) {
    store = Objects.requireNonNull(value, "value");
    return this;
  }

  /** Sets the clock; default: the system clock. */
  public ResponseCacheBuilder timeSource(TimeSource source) {
    time = Objects.requireNonNull(source, "source");
    return this;
  }

  /** Sets the source of randomness of the jitter, which must be thread-safe if it is shared. */
  public ResponseCacheBuilder random(RandomGenerator generator) {
    random = Objects.requireNonNull(generator, "generator");
    return this;
  }

  /** Returns an empty cache with these settings. */
  public ResponseCache build() {
    return new ResponseCache(
        new CacheSettings(
            maxEntries,
            maxBytes,
            TimeUnit.NANOSECONDS.convert(timeToLive),
            jitter,
            TimeUnit.NANOSECONDS.convert(staleTime),
            store,
            time,
            random));
  }

  private static long requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
    return value;
  }
}
