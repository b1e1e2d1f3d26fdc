package org.atomicagents.redis;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageBucket;
import org.atomicagents.usage.UsageLimits;

/**
 * Reserves and settles amounts of one bucket until its limit is reached, prints a line for each,
 * and then waits with a last reservation open.
 *
 * <p>Arguments: the address of the server, the limit of requests, and the lease in milliseconds.
 */
final class RedisUsageProcess {
  static final UsageBucket BUCKET = new UsageBucket("shared/acme", null);
  static final UsageAmount AMOUNT =
      new UsageAmount(1, 10, 20, new BigDecimal("0.1"), Duration.ofMillis(3));

  private RedisUsageProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    // A machine that stops for a second exceeds the default time limit.
    var redis = RedisStores.connect(arguments[0]).withTimeout(Duration.ofSeconds(20));
    var store = redis.usage().withLease(Duration.ofMillis(Long.parseLong(arguments[2])));
    UsageLimits limits = UsageLimits.ofRequests(Long.parseLong(arguments[1]));
    while (store.tryReserve(BUCKET, AMOUNT, limits, Instant.now()).isGranted()) {
      store.settle(BUCKET, AMOUNT, AMOUNT, Instant.now());
      System.out.println("settled");
    }
    boolean isGranted =
        store.tryReserve(BUCKET, AMOUNT, UsageLimits.none(), Instant.now()).isGranted();
    System.out.println("reserved: " + isGranted);
    Thread.sleep(Duration.ofMinutes(1));
  }
}
