package org.atomicagents.internal.limit;

import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.internal.limit.LimitedKind.Taken;
import org.atomicagents.limit.PermitBucket;
import org.jspecify.annotations.Nullable;

/**
 * The permits of a bucket that were lost because the bucket was full, while a request waited for
 * the sum of a minute or held more permits than it needed.
 *
 * <p>Later requests take a part of their permits from the credit, so that the rate rises until the
 * loss is made up. A bucket that processes share has no credit: the others may have used its
 * permits. Thread-safe.
 */
final class PaceCredit {
  // A fifth of the permits from the credit raises the rate by a quarter.
  private static final int PART = 5;
  private static final double MAX_PART_OF_LIMIT = 0.05;
  private static final double MINUTE = MinuteLedger.MINUTE;

  private final ReentrantLock lock = new ReentrantLock();
  private final @Nullable LocalPermitStore store;
  private double credit;
  private long lastChange;

  /**
   * Creates an empty credit.
   *
   * @param store the store of the bucket; null if processes share it
   */
  PaceCredit(@Nullable LocalPermitStore store) {
    this.store = store;
  }

  /** Takes a part of the permits of a request from the credit, and returns their number. */
  long take(long now, long permits) {
    lock.lock();
    try {
      expire(now);
      long taken = (long) Math.min((double) permits / PART, credit);
      credit -= taken;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the permits in a bucket; 0 if processes share it. */
  long level(PermitBucket bucket) {
    return store == null ? 0 : store.level(bucket);
  }

  /**
   * Takes the permits of a request that waited as if they were taken after the wait, so that
   * requests that waited are not sent together.
   *
   * @param waited the time since the permits were taken, in nanoseconds
   */
  void delay(long now, Taken taken, PermitBucket bucket, long waited) {
    if (store == null || waited <= 0 || taken.isLocal()) {
      return;
    }
    double capacity = bucket.capacity();
    double permits = taken.permits() - taken.fromCredit();
    double gained = taken.level() + waited * bucket.refillPerMinute() / MINUTE;
    double target = Math.min(capacity, gained + permits) - permits;
    store.add(bucket, -Math.round(Math.min(capacity, gained) - target));
    add(now, gained + permits - capacity, bucket);
  }

  /** Adds permits that are returned, as far as the bucket cannot hold them. */
  void refund(long now, PermitBucket bucket, long permits) {
    if (store != null && permits > 0) {
      add(now, permits - ((double) bucket.capacity() - store.level(bucket)), bucket);
    }
  }

  /** Returns permits that were taken from the credit. */
  void giveBack(long now, PermitBucket bucket, long permits) {
    add(now, (double) permits, bucket);
  }

  /** Returns the permits of the credit. */
  long available(long now) {
    lock.lock();
    try {
      expire(now);
      return (long) credit;
    } finally {
      lock.unlock();
    }
  }

  private void add(long now, double permits, PermitBucket bucket) {
    if (permits <= 0) {
      return;
    }
    lock.lock();
    try {
      expire(now);
      credit = Math.min(credit + permits, bucket.perMinute() * MAX_PART_OF_LIMIT);
      lastChange = now;
    } finally {
      lock.unlock();
    }
  }

  private void expire(long now) {
    if (credit > 0 && now - lastChange > MinuteLedger.MINUTE) {
      credit = 0;
    }
  }
}
