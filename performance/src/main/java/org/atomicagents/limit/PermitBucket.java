package org.atomicagents.limit;

import java.util.Objects;

/**
 * The description of a token bucket in a {@link PermitStore}.
 *
 * <p>No period of a minute exceeds the limit: permits are refilled at a lower rate than the limit,
 * by as many as the bucket can hold.
 *
 * @param key the name of the limit and of its kind, as in {@code openai:requests}
 * @param perMinute the limit: the maximum number of permits of any minute
 * @param capacity the permits that a full bucket holds, from 1 to {@code perMinute}
 */
public record PermitBucket(String key, long perMinute, long capacity) {
  public PermitBucket {
    Objects.requireNonNull(key, "key");
    if (capacity < 1 || capacity > perMinute) {
      throw new IllegalArgumentException(
          "capacity of " + key + ": expected 1 to " + perMinute + " permits, found " + capacity);
    }
  }

  /** Returns the permits that are refilled per minute, evenly spread. */
  public long refillPerMinute() {
    return perMinute - capacity + 1;
  }
}
