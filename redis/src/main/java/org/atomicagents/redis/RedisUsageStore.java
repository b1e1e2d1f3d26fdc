package org.atomicagents.redis;

import java.time.Duration;
import java.time.Instant;
import org.atomicagents.internal.redis.RedisLink;
import org.atomicagents.internal.redis.UsageLedger;
import org.atomicagents.time.TimeSource;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageBalance;
import org.atomicagents.usage.UsageBucket;
import org.atomicagents.usage.UsageDecision;
import org.atomicagents.usage.UsageLimits;
import org.atomicagents.usage.UsageStore;

/**
 * A store of used and reserved amounts in Redis, so that processes share limits of usage and money.
 *
 * {@snippet class="org.atomicagents.redis.RedisStoreSnippets" region="usage"}
 *
 * <p>Each operation is one script, whose sums are exact decimals. A settlement that Redis does not
 * confirm is kept and sent again until it is confirmed, and is counted once. Meanwhile,
 * reservations in its bucket fail.
 *
 * <p>The reservations of a process have a lease, by default of 30 seconds, which a thread renews
 * while there are any. If the process ends without settling them, they are released when the lease
 * ends; the usage of its requests in flight is not counted. After an outage of Redis, a process
 * restores the reservations of its requests in flight.
 *
 * <p>Leases are measured by the clock of the server. Windows are decided by the clock of each
 * limiter, as with all stores: the clocks of the processes should be synchronized. Redis deletes a
 * bucket an hour after its expiry.
 *
 * <p>Thread-safe.
 */
public final class RedisUsageStore implements UsageStore, AutoCloseable {
  private static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);
  private static final Duration MIN_LEASE = Duration.ofMillis(100);

  private final RedisLink link;
  private final String prefix;
  private final UsageLedger ledger;

  RedisUsageStore(RedisLink link, String prefix) {
    this(link, prefix, DEFAULT_LEASE);
  }

  private RedisUsageStore(RedisLink link, String prefix, Duration lease) {
    this.link = link;
    this.prefix = prefix;
    this.ledger = new UsageLedger(link, prefix, lease, TimeSource.system());
  }

  /**
   * Returns a store of the same buckets whose reservations have another lease. A short one releases
   * the reservations of a process that ended earlier; a process that pauses for longer loses its
   * reservations until it continues.
   *
   * @throws IllegalArgumentException if the lease is shorter than 100 ms
   */
  public RedisUsageStore withLease(Duration lease) {
    if (lease.compareTo(MIN_LEASE) < 0) {
      throw new IllegalArgumentException(
          "lease: expected " + MIN_LEASE + " or more, found " + lease);
    }
    return new RedisUsageStore(link, prefix, lease);
  }

  @Override
  public UsageDecision tryReserve(
      UsageBucket bucket, UsageAmount estimate, UsageLimits limits, Instant now) {
    return ledger.tryReserve(bucket, estimate, limits, now);
  }

  @Override
  public void settle(UsageBucket bucket, UsageAmount released, UsageAmount used, Instant now) {
    ledger.settle(bucket, released, used, now);
  }

  @Override
  public UsageBalance balance(UsageBucket bucket, Instant now) {
    return ledger.balance(bucket, now);
  }

  @Override
  public void reset(UsageBucket bucket) {
    ledger.reset(bucket);
  }

  /**
   * Sends the usage that Redis has not confirmed once more, and logs it if that fails. Reservations
   * fail from now on. Idempotent; {@link RedisStores#close} does the same, but not for the stores
   * of {@link #withLease}.
   */
  @Override
  public void close() {
    ledger.close();
  }

  /** Returns the server and the prefix of the keys. */
  @Override
  public String toString() {
    return "RedisUsageStore[" + ledger + "]";
  }
}
