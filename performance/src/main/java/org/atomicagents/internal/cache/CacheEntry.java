package org.atomicagents.internal.cache;

import java.lang.reflect.Type;
import org.atomicagents.RunResult;
import org.atomicagents.message.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * A cached output. Immutable, like its output.
 *
 * @param type the type of the output
 * @param json the output as JSON
 * @param model the model that returned the output
 * @param createdNanos the time of its creation, on the monotonic clock of the cache
 * @param lifetimeNanos the time after which the entry has expired
 */
record CacheEntry(
    Type type,
    Object output,
    String json,
    String model,
    FinishReason finishReason,
    long createdNanos,
    long lifetimeNanos) {

  /** Returns the entry of a result. */
  static CacheEntry of(
      RunResult<?> result, Type type, String json, long createdNanos, long lifetimeNanos) {
    return new CacheEntry(
        type,
        result.output(),
        json,
        result.model(),
        result.finishReason(),
        createdNanos,
        lifetimeNanos);
  }

  /** Returns whether the entry has a type and is younger than a maximum age. */
  boolean isUsable(Type expected, @Nullable Long maxAgeNanos, long now) {
    return type.equals(expected) && (maxAgeNanos == null || now - createdNanos < maxAgeNanos);
  }

  /** Returns a copy that lives no longer than a duration. */
  CacheEntry limitedTo(long maxNanos) {
    return new CacheEntry(
        type, output, json, model, finishReason, createdNanos, Math.min(lifetimeNanos, maxNanos));
  }

  boolean isExpired(long now) {
    return now - createdNanos >= lifetimeNanos;
  }

  /** Returns whether the entry has expired for at least a duration. */
  boolean isExpiredFor(long nanos, long now) {
    return isExpired(now) && now - createdNanos - lifetimeNanos >= nanos;
  }
}
