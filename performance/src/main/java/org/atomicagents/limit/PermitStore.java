package org.atomicagents.limit;

import java.time.Duration;
import org.atomicagents.internal.limit.LocalPermitStore;
import org.atomicagents.time.TimeSource;

/**
 * A store of token buckets, which several processes may share.
 *
 * <p>A bucket exists from its first use, and is full then. Buckets are identified by their keys; a
 * use with another limit or capacity changes the bucket and keeps its permits up to the new
 * capacity. Implementations must be thread-safe. Methods may block; no lock is held meanwhile.
 *
 * <p>Methods may throw any exception: {@link RateLimitBuilder#shareOnStoreFailure} decides what
 * happens to the request, and permits that could not be added are added by the next call for their
 * bucket. {@code tryTake} must not take permits if it throws.
 */
public interface PermitStore {

  /**
   * Takes permits from a bucket, and returns zero; or takes none, and returns how long to wait
   * until there are enough.
   *
   * <p>If {@code permits} exceeds the capacity, a full bucket is enough, and the rest becomes a
   * debt that the refill pays.
   *
   * @param permits 1 or more
   */
  Duration tryTake(PermitBucket bucket, long permits);

  /**
   * Adds permits to a bucket, up to its capacity; a negative number takes permits without waiting,
   * and may leave a debt.
   */
  void add(PermitBucket bucket, long permits);

  /**
   * Ends a wait that {@code tryTake} returned: the caller does not try again. A store that serves
   * processes in the order of their attempts forgets its place; default: does nothing.
   */
  default void stopWaiting(PermitBucket bucket) {}

  /** Returns a store in the memory of this process, with buckets of Bucket4j. */
  static PermitStore inMemory() {
    return inMemory(TimeSource.system());
  }

  /** Returns a store in the memory of this process, on another clock. */
  static PermitStore inMemory(TimeSource time) {
    return new LocalPermitStore(time);
  }
}
