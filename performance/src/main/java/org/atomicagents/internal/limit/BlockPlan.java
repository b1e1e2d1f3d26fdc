package org.atomicagents.internal.limit;

import org.atomicagents.limit.PermitBucket;

/**
 * The buckets of a shared store from which processes take permits in blocks.
 *
 * <p>A permit can be used until the hold time after it was taken. So the permits of a minute are
 * those that were taken in a minute and the hold time, and those that were taken a second time
 * because another process had returned them meanwhile. The shared bucket is refilled at a lower
 * rate, so that all of them together are at most the limit.
 *
 * @param caller the bucket of the callers
 * @param shared the bucket of the shared store
 * @param returns the bucket that bounds the permits that are returned within the hold time
 */
record BlockPlan(PermitBucket caller, PermitBucket shared, PermitBucket returns) {
  private static final long MINUTE = MinuteLedger.MINUTE;
  // Smaller limits need few requests to the store, and round to nothing.
  private static final long MIN_PER_MINUTE = 600;
  // The returned permits of a hold time are twice this part of the limit at most.
  private static final long RETURNED_PART = 400;

  /** Returns whether permits of a bucket can be taken in blocks. */
  static boolean appliesTo(PermitBucket bucket) {
    return bucket.perMinute() >= MIN_PER_MINUTE && bucket.capacity() <= bucket.perMinute() / 2;
  }

  /** Returns the plan of a bucket to which blocks apply. */
  static BlockPlan of(PermitBucket bucket, long holdNanos) {
    long returned = bucket.perMinute() / RETURNED_PART;
    double holds = (double) MINUTE / holdNanos;
    double even = (double) bucket.perMinute() - bucket.capacity() - 2 * returned;
    long refill = (long) (even * holds / (holds + 1));
    long returnRefill = Math.max(1, (long) (returned * holds));
    return new BlockPlan(
        bucket,
        new PermitBucket(bucket.key(), refill + bucket.capacity() - 1, bucket.capacity()),
        new PermitBucket(bucket.key() + ":returns", returnRefill + returned - 1, returned));
  }

  /** Returns the time of the refill of permits, in nanoseconds. */
  long refillNanos(long permits) {
    return (long) ((double) permits * MINUTE / shared.refillPerMinute());
  }
}
