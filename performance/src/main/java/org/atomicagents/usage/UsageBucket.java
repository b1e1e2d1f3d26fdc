package org.atomicagents.usage;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identity of an amount in a {@link UsageStore}: one limiter, scope and window.
 *
 * @param key a text that is unique for the limiter, the scope and the beginning of the window
 * @param expiry the time from which the bucket is empty and may be deleted; null if it never is. A
 *     reservation or a settlement with a later expiry moves it
 */
public record UsageBucket(String key, @Nullable Instant expiry) {
  public UsageBucket {
    Objects.requireNonNull(key, "key");
  }
}
