package org.atomicagents.internal.redis;

import java.time.Instant;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageBucket;
import org.jspecify.annotations.Nullable;

/**
 * A change of a bucket, which has the same effect if it is sent again. Immutable.
 *
 * @param kind the kind of the change, in the script
 * @param number the number of the change in its session; empty for one that may be repeated
 * @param amount the amount to reserve or to release
 * @param used the amount that is added to the used one; possibly negative
 * @param now the time of the change; null for one that does not depend on it
 */
record UsageChange(
    String kind,
    UsageBucket bucket,
    String number,
    UsageAmount amount,
    UsageAmount used,
    @Nullable Instant now) {

  /** Returns a change without amounts. */
  static UsageChange of(String kind, UsageBucket bucket, @Nullable Instant now) {
    return new UsageChange(kind, bucket, "", UsageAmount.NONE, UsageAmount.NONE, now);
  }

  /** Returns the change that undoes this reservation, or prevents it if it is not done yet. */
  UsageChange cancelled() {
    return new UsageChange("cancel", bucket, number, amount, UsageAmount.NONE, now);
  }
}
