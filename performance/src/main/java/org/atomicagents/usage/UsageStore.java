package org.atomicagents.usage;

import java.time.Instant;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.usage.LocalUsageStore;

/**
 * A store of used and reserved amounts, which several processes may share.
 *
 * <p>A bucket exists from its first reservation, and is empty then. From its expiry on it is empty
 * again, as soon as nothing is reserved in it. Each method is atomic for its bucket.
 * Implementations must be thread-safe. Methods may block; no lock is held meanwhile. {@link
 * UsageStoreContract} checks the contract.
 *
 * <p>A reservation belongs to the process that made it. A shared store has to release the
 * reservations of a process that ended without settling them, such as by a time limit of its own.
 */
public interface UsageStore {

  /**
   * Reserves an amount, if the limits permit it in addition to the used and reserved amounts.
   *
   * @param limits the limits; {@link UsageLimits#permits} decides
   * @param now the current time, which decides whether the bucket has expired
   * @throws StoreException if the store fails; nothing is reserved
   */
  UsageDecision tryReserve(
      UsageBucket bucket, UsageAmount estimate, UsageLimits limits, Instant now);

  /**
   * Releases a reserved amount and adds a used one.
   *
   * <p>Does not fail: the response is complete when its usage is settled. A store that cannot write
   * now keeps the amount, and fails the next reservation.
   *
   * @param bucket the bucket of the reservation; a later expiry moves that of the bucket
   * @param released the amount of the reservation; {@link UsageAmount#NONE} for a correction
   * @param used the amount that was used; negative components for a correction
   */
  void settle(UsageBucket bucket, UsageAmount released, UsageAmount used, Instant now);

  /**
   * Returns the balance of a bucket; an empty one if there is no bucket.
   *
   * @throws StoreException if the store fails
   */
  UsageBalance balance(UsageBucket bucket, Instant now);

  /**
   * Sets the used amount of a bucket to zero; reservations remain.
   *
   * @throws StoreException if the store fails
   */
  void reset(UsageBucket bucket);

  /**
   * Returns a store in the memory of this process.
   *
   * <p>Expired buckets are removed. One bucket takes about 300 bytes.
   */
  static UsageStore inMemory() {
    return new LocalUsageStore();
  }
}
