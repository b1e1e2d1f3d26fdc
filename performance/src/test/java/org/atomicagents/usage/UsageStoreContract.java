package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract of {@link UsageStore}. */
abstract class UsageStoreContract {
  static final Instant NOW = UsageClock.START;
  static final UsageBucket BUCKET = new UsageBucket("limit/acme", null);
  private static final UsageAmount AMOUNT =
      new UsageAmount(1, 10, 20, new BigDecimal("0.5"), Duration.ofSeconds(3));

  /** Returns an empty store. */
  abstract UsageStore store();

  @Test
  void anUnknownBucketIsEmpty() {
    assertThat(store().balance(BUCKET, NOW)).isEqualTo(UsageBalance.EMPTY);
  }

  @Test
  void reservesWithinTheLimits() {
    UsageStore store = store();
    UsageLimits limits = UsageLimits.ofRequests(2);

    UsageDecision first = store.tryReserve(BUCKET, AMOUNT, limits, NOW);
    UsageDecision second = store.tryReserve(BUCKET, AMOUNT, limits, NOW);
    UsageDecision third = store.tryReserve(BUCKET, AMOUNT, limits, NOW);

    assertThat(first).isEqualTo(new UsageDecision(true, UsageBalance.EMPTY));
    assertThat(second.before().reserved()).isEqualTo(AMOUNT);
    assertThat(third)
        .isEqualTo(
            new UsageDecision(
                false, new UsageBalance(UsageAmount.NONE, AMOUNT.plus(AMOUNT), null)));
    assertThat(store.balance(BUCKET, NOW)).isEqualTo(third.before());
  }

  @Test
  void settlesAReservationByTheUsedAmount() {
    UsageStore store = store();
    store.tryReserve(BUCKET, AMOUNT, UsageLimits.none(), NOW);
    var used =
        new UsageAmount(1, 7, 8, new BigDecimal("0.123456789123456789"), Duration.ofNanos(1));

    store.settle(BUCKET, AMOUNT, used, NOW);

    UsageBalance balance = store.balance(BUCKET, NOW);
    assertThat(balance.used()).isEqualTo(used);
    assertThat(balance.reserved().requests()).isZero();
    assertThat(balance.reserved().cost()).isEqualByComparingTo("0");
  }

  @Test
  void aCorrectionMayBeNegative() {
    UsageStore store = store();
    store.tryReserve(BUCKET, AMOUNT, UsageLimits.none(), NOW);
    store.settle(BUCKET, AMOUNT, AMOUNT, NOW);

    store.settle(
        BUCKET,
        UsageAmount.NONE,
        new UsageAmount(1, 4, 5, BigDecimal.ONE, Duration.ZERO).minus(AMOUNT),
        NOW);

    assertThat(store.balance(BUCKET, NOW).used())
        .isEqualTo(new UsageAmount(1, 4, 5, new BigDecimal("1.0"), Duration.ZERO));
  }

  @Test
  void bucketsAreIndependent() {
    UsageStore store = store();
    var other = new UsageBucket("limit/other", null);
    store.tryReserve(BUCKET, AMOUNT, UsageLimits.ofRequests(1), NOW);

    assertThat(store.tryReserve(other, AMOUNT, UsageLimits.ofRequests(1), NOW).isGranted())
        .isTrue();
    assertThat(store.tryReserve(BUCKET, AMOUNT, UsageLimits.ofRequests(1), NOW).isGranted())
        .isFalse();
  }

  @Test
  void aBucketIsEmptyFromItsExpiryOn() {
    UsageStore store = store();
    var bucket = new UsageBucket("minute", NOW.plusSeconds(60));
    use(store, bucket, NOW);

    assertThat(store.balance(bucket, NOW.plusSeconds(59)).used()).isEqualTo(AMOUNT);
    assertThat(store.balance(bucket, NOW.plusSeconds(60)).used()).isEqualTo(UsageAmount.NONE);
    assertThat(
            store
                .tryReserve(bucket, AMOUNT, UsageLimits.ofRequests(1), NOW.plusSeconds(60))
                .isGranted())
        .isTrue();
  }

  @Test
  void aLaterExpiryMovesThatOfTheBucket() {
    UsageStore store = store();
    use(store, new UsageBucket("session", NOW.plusSeconds(60)), NOW);
    use(store, new UsageBucket("session", NOW.plusSeconds(90)), NOW.plusSeconds(30));

    UsageBalance balance =
        store.balance(new UsageBucket("session", NOW.plusSeconds(149)), NOW.plusSeconds(89));

    assertThat(balance.used().requests()).isEqualTo(2);
    assertThat(balance.expiry()).isEqualTo(NOW.plusSeconds(90));
  }

  @Test
  void aRefusedReservationMovesNoExpiry() {
    UsageStore store = store();
    use(store, new UsageBucket("session", NOW.plusSeconds(60)), NOW);
    var later = new UsageBucket("session", NOW.plusSeconds(110));

    store.tryReserve(later, AMOUNT, UsageLimits.ofRequests(1), NOW.plusSeconds(50));

    assertThat(store.balance(later, NOW.plusSeconds(60)).used()).isEqualTo(UsageAmount.NONE);
  }

  @Test
  void aResetKeepsReservations() {
    UsageStore store = store();
    use(store, BUCKET, NOW);
    store.tryReserve(BUCKET, AMOUNT, UsageLimits.none(), NOW);

    store.reset(BUCKET);

    assertThat(store.balance(BUCKET, NOW))
        .isEqualTo(new UsageBalance(UsageAmount.NONE, AMOUNT, null));
  }

  @Test
  void concurrentReservationsDoNotExceedTheLimits() throws Exception {
    UsageStore store = store();
    var granted = new AtomicInteger();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        results.add(
            callers.submit(() -> {
              if (store.tryReserve(BUCKET, AMOUNT, UsageLimits.ofTokens(3_000), NOW).isGranted()) {
                granted.incrementAndGet();
                store.settle(BUCKET, AMOUNT, AMOUNT, NOW);
              }
            }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    }

    assertThat(granted).hasValue(100);
    assertThat(store.balance(BUCKET, NOW).used().tokens()).isEqualTo(3_000);
  }

  static void use(UsageStore store, UsageBucket bucket, Instant time) {
    store.tryReserve(bucket, AMOUNT, UsageLimits.none(), time);
    store.settle(bucket, AMOUNT, AMOUNT, time);
  }
}
