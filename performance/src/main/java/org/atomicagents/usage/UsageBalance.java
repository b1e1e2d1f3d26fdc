package org.atomicagents.usage;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a bucket of a {@link UsageStore} at one moment.
 *
 * <p>Immutable.
 *
 * @param used the settled usage of requests that ended
 * @param reserved the estimates of requests in flight
 * @param expiry the time from which the bucket is empty; null if it never is
 */
public record UsageBalance(UsageAmount used, UsageAmount reserved, @Nullable Instant expiry) {
  /** The balance of a bucket without any usage. */
  public static final UsageBalance EMPTY =
      new UsageBalance(UsageAmount.NONE, UsageAmount.NONE, null);

  public UsageBalance {
    Objects.requireNonNull(used, "used");
    Objects.requireNonNull(reserved, "reserved");
  }
}
