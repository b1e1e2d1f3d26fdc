package org.atomicagents.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** A bucket and its use, in the tests of stores. */
final class StoredUsage {
  static final Instant NOW = UsageClock.START;
  static final UsageBucket BUCKET = new UsageBucket("limit/acme", null);
  private static final UsageAmount AMOUNT =
      new UsageAmount(1, 10, 20, new BigDecimal("0.5"), Duration.ofSeconds(3));

  private StoredUsage() {}

  /** Reserves and settles an amount of one request. */
  static void use(UsageStore store, UsageBucket bucket, Instant time) {
    store.tryReserve(bucket, AMOUNT, UsageLimits.none(), time);
    store.settle(bucket, AMOUNT, AMOUNT, time);
  }
}
