package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PermitStoreContractTest {
  private final DrivenClock clock = DrivenClock.stopped();

  @Test
  void theStoreInMemoryFulfillsTheContract() {
    // @start region="contract"
    PermitStoreContract.verify(PermitStore.inMemory(clock), clock::advance);
    // @end
  }

  @Test
  void rejectsAStoreWithoutLimits() {
    assertThatThrownBy(() -> PermitStoreContract.verify(new PermitLedger(), clock::advance))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "org.atomicagents.limit.PermitLedger violates the rule 'an empty bucket has no"
                + " permits': expected a wait of up to PT0.151522842S, found PT0S.");
  }

  @Test
  void rejectsAStoreWithoutDebts() {
    assertViolation(
        new Wrapped(PermitStore.inMemory(clock)) {
          @Override
          public Duration tryTake(PermitBucket bucket, long permits) {
            return super.tryTake(bucket, Math.min(permits, bucket.capacity()));
          }
        },
        "the rest becomes a debt");
  }

  @Test
  void rejectsAStoreThatTakesPermitsWhileItWaits() {
    assertViolation(
        new Wrapped(PermitStore.inMemory(clock)) {
          @Override
          public Duration tryTake(PermitBucket bucket, long permits) {
            Duration wait = super.tryTake(bucket, permits);
            if (!wait.isZero()) {
              super.add(bucket, -1);
            }
            return wait;
          }
        },
        "permits are available after the returned wait");
  }

  @Test
  void rejectsAStoreThatIgnoresNegativeNumbers() {
    assertViolation(
        new Wrapped(PermitStore.inMemory(clock)) {
          @Override
          public void add(PermitBucket bucket, long permits) {
            super.add(bucket, Math.max(0, permits));
          }
        },
        "a negative number leaves a debt");
  }

  @Test
  void rejectsAStoreThatSharesABucketBetweenKeys() {
    assertViolation(
        new Wrapped(PermitStore.inMemory(clock)) {
          @Override
          public Duration tryTake(PermitBucket bucket, long permits) {
            return super.tryTake(
                new PermitBucket("one", bucket.perMinute(), bucket.capacity()), permits);
          }
        },
        "a bucket is full at its first use");
  }

  private void assertViolation(PermitStore store, String rule) {
    assertThatThrownBy(() -> PermitStoreContract.verify(store, clock::advance))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("violates the rule '" + rule + "'");
  }

  /** A store in front of another one. */
  private static class Wrapped implements PermitStore {
    private final PermitStore store;

    Wrapped(PermitStore store) {
      this.store = store;
    }

    @Override
    public Duration tryTake(PermitBucket bucket, long permits) {
      return store.tryTake(bucket, permits);
    }

    @Override
    public void add(PermitBucket bucket, long permits) {
      store.add(bucket, permits);
    }
  }
}
