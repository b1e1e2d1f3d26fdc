package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageStoreContractTest {
  private static final Instant NOW = UsageClock.START;

  @Test
  void theStoreInMemoryFulfillsTheContract() {
    // @start region="contract"
    UsageStoreContract.verify(UsageStore.inMemory(), NOW);
    // @end
  }

  @Test
  void theStoreInAFileFulfillsTheContract(@TempDir Path folder) {
    try (var store = FileUsageStore.open(folder.resolve("usage.log"), Duration.ofMillis(1))) {
      UsageStoreContract.verify(store, NOW);
    }
  }

  @Test
  void rejectsAStoreWithoutLimits() {
    assertViolation(
        new Wrapped() {
          @Override
          public UsageDecision tryReserve(
              UsageBucket bucket, UsageAmount estimate, UsageLimits limits, Instant now) {
            return super.tryReserve(bucket, estimate, UsageLimits.none(), now);
          }
        },
        "a reservation beyond the limits is refused");
  }

  @Test
  void rejectsAStoreOfDoubles() {
    assertViolation(
        new Wrapped() {
          @Override
          public void settle(
              UsageBucket bucket, UsageAmount released, UsageAmount used, Instant now) {
            super.settle(
                bucket,
                released,
                new UsageAmount(
                    used.requests(),
                    (long) (double) used.inputTokens(),
                    used.outputTokens(),
                    new BigDecimal(used.cost().toString()),
                    used.time()),
                now);
          }
        },
        "sums are exact, beyond the range of a double");
  }

  @Test
  void rejectsAStoreWithoutExpiry() {
    assertViolation(
        new Wrapped() {
          @Override
          public UsageBalance balance(UsageBucket bucket, Instant now) {
            return super.balance(bucket, NOW);
          }
        },
        "a bucket is empty from its expiry on");
  }

  private static void assertViolation(UsageStore store, String rule) {
    assertThatThrownBy(() -> UsageStoreContract.verify(store, NOW))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("violates the rule '" + rule + "': expected ");
  }

  /** A store in front of one in memory. */
  private static class Wrapped implements UsageStore {
    private final UsageStore store = UsageStore.inMemory();

    @Override
    public UsageDecision tryReserve(
        UsageBucket bucket, UsageAmount estimate, UsageLimits limits, Instant now) {
      return store.tryReserve(bucket, estimate, limits, now);
    }

    @Override
    public void settle(UsageBucket bucket, UsageAmount released, UsageAmount used, Instant now) {
      store.settle(bucket, released, used, now);
    }

    @Override
    public UsageBalance balance(UsageBucket bucket, Instant now) {
      return store.balance(bucket, now);
    }

    @Override
    public void reset(UsageBucket bucket) {
      store.reset(bucket);
    }
  }
}
