package org.atomicagents.internal.redis;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageBucket;

/**
 * What a session knows of a bucket: its reservations, and its changes. Immutable, but for the
 * queue.
 *
 * @param bucket the bucket, with its latest expiry
 * @param amount the reservations that are granted and not settled
 * @param inFlight the number of changes without a response
 * @param count the number of changes in the latest response
 * @param done the numbers of changes that will not be sent again, for Redis to remove
 */
record OpenUsage(
    UsageBucket bucket, UsageAmount amount, int inFlight, long count, Queue<String> done) {

  static OpenUsage of(UsageBucket bucket) {
    return new OpenUsage(bucket, UsageAmount.NONE, 0, 0, new ConcurrentLinkedQueue<>());
  }

  OpenUsage begun(UsageBucket latest) {
    return new OpenUsage(latest, amount, inFlight + 1, count, done);
  }

  /** Returns the state after the response to a change that reserved and released amounts. */
  OpenUsage ended(UsageAmount reserved, UsageAmount released, long newCount) {
    UsageAmount now = amount.plus(reserved).minus(released).nonNegative();
    return new OpenUsage(bucket, now, inFlight - 1, newCount, done);
  }

  /** Returns the state after a change without a response. */
  OpenUsage failed() {
    return new OpenUsage(bucket, amount, inFlight - 1, count, done);
  }

  boolean isIdle() {
    return inFlight == 0 && !hasReservations();
  }

  boolean hasReservations() {
    return amount.requests() != 0
        || amount.tokens() != 0
        || amount.cost().signum() != 0
        || !amount.time().isZero();
  }
}
