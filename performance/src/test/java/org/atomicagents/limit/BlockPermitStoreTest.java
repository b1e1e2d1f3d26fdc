package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockPermitStoreTest {
  private static final Duration HOLD = Duration.ofSeconds(1);
  private static final PermitBucket BUCKET = new PermitBucket("fleet", 600_000, 12_000);

  private final DrivenClock clock = DrivenClock.stopped();
  private final CountedPermitStore shared = new CountedPermitStore(PermitStore.inMemory(clock));

  @Test
  void fulfillsTheContractOfStores() {
    PermitStore inMemory = PermitStore.inMemory(clock);

    PermitStoreContract.verify(
        BlockPermitStore.over(inMemory, Duration.ofMillis(100), clock), clock::advance);
  }

  @Test
  void limitsARequestRate() {
    PermitStore redis = PermitStore.inMemory();
    // @start region="blocks"
    BlockPermitStore permits = BlockPermitStore.over(redis); // close() returns unused permits
    RateLimit limit = RateLimit.perMinute(6_000_000).store(permits).build();
    // @end
    assertThat(limit.status().limits().requests()).isEqualTo(6_000_000);
    permits.close();
  }

  @Test
  void callsTheSharedStoreFourTimesPerHoldTimeAtAnyRate() {
    for (int perSecond : new int[] {100, 1_000}) {
      BlockPermitStore store = store();
      take(store, perSecond, Duration.ofSeconds(3));
      long before = shared.calls();

      take(store, perSecond, Duration.ofSeconds(10));

      assertThat(shared.calls() - before).as("%d per second", perSecond).isBetween(35L, 50L);
    }
  }

  @Test
  void takesSinglePermitsAtALowRate() {
    BlockPermitStore store = store();

    for (int i = 0; i < 20; i++) {
      assertThat(store.tryTake(BUCKET, 1)).isZero();
      assertThat(store.held(BUCKET)).isZero();
      clock.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void dropsPermitsAtTheEndOfTheirHoldTime() {
    BlockPermitStore store = store();
    take(store, 1_000, Duration.ofSeconds(3));
    assertThat(store.held(BUCKET)).isPositive();

    clock.advance(HOLD);

    assertThat(store.held(BUCKET)).isZero();
  }

  @Test
  void returnsPermitsThatALowerRateWillNotUse() {
    BlockPermitStore store = store();
    takeUntilHeld(store, 200);
    long held = store.held(BUCKET);
    long calls = shared.calls();
    clock.advance(HOLD.dividedBy(2));

    take(store, 10, Duration.ofMillis(400));

    assertThat(store.held(BUCKET)).isBetween(1L, held * 2 / 3);
    // A take of the allowance of returned permits, and the permits.
    assertThat(shared.calls() - calls).isEqualTo(2);
  }

  @Test
  void returnsUnusedPermitsAtClose() {
    BlockPermitStore store = store();
    takeUntilHeld(store, 100);
    long held = store.held(BUCKET);
    drain();

    store.close();

    assertThat(store.held(BUCKET)).isZero();
    assertThat(drain()).isEqualTo(held);
  }

  @Test
  void takesEachPermitFromTheSharedStoreAfterClose() {
    BlockPermitStore store = store();
    take(store, 1_000, Duration.ofSeconds(3));
    store.close();

    take(store, 1_000, Duration.ofSeconds(1));

    assertThat(store.held(BUCKET)).isZero();
  }

  @Test
  void usesReturnedEstimatesWithoutACall() {
    BlockPermitStore store = store();
    takeUntilHeld(store, 200);
    assertThat(store.tryTake(BUCKET, store.held(BUCKET))).isZero();
    long calls = shared.calls();

    store.add(BUCKET, 50);
    assertThat(store.tryTake(BUCKET, 50)).isZero();

    assertThat(shared.calls()).isEqualTo(calls);
  }

  @Test
  void takesDebtsFromThePermitsHeldFirst() {
    BlockPermitStore store = store();
    takeUntilHeld(store, 100);
    long held = store.held(BUCKET);
    long calls = shared.calls();

    store.add(BUCKET, -10);
    assertThat(store.held(BUCKET)).isEqualTo(held - 10);
    assertThat(shared.calls()).isEqualTo(calls);

    store.add(BUCKET, -held);
    assertThat(store.held(BUCKET)).isZero();
    assertThat(shared.calls()).isEqualTo(calls + 1);
  }

  @Test
  void usesThePermitsHeldWhileTheSharedStoreFails() {
    BlockPermitStore store = store();
    takeUntilHeld(store, 100);
    long held = store.held(BUCKET);
    shared.fail(true);

    for (long i = 0; i < held; i++) {
      assertThat(store.tryTake(BUCKET, 1)).isZero();
    }

    assertThatThrownBy(() -> store.tryTake(BUCKET, 1)).hasMessage("the store is away");
    shared.fail(false);
    assertThat(store.tryTake(BUCKET, 1)).isZero();
  }

  @Test
  void losesNoPermitOfATakeWhoseSurplusCannotBeReturned() {
    BlockPermitStore store = store();
    takeUntilHeld(store, 200);
    clock.advance(HOLD.dividedBy(2));
    shared.fail(true);

    assertThat(store.tryTake(BUCKET, 1)).isZero();
  }

  @Test
  void passesSmallLimitsAndLargeBucketsThrough() {
    BlockPermitStore store = store();
    var small = new PermitBucket("small", 599, 10);
    var large = new PermitBucket("large", 1_000, 501);

    for (PermitBucket bucket : List.of(small, large)) {
      long calls = shared.calls();
      assertThat(store.tryTake(bucket, 1)).isZero();
      store.add(bucket, 1);
      assertThat(shared.calls() - calls).isEqualTo(2);
    }
  }

  @Test
  void handsOutEachPermitOnceToConcurrentCallers() throws Exception {
    BlockPermitStore store = store();
    take(store, 5_000, Duration.ofSeconds(3));
    clock.advance(Duration.ofSeconds(10));
    long taken = 0;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<Integer>>();
      for (int caller = 0; caller < 8; caller++) {
        results.add(callers.submit(() -> takeOften(store)));
      }
      for (Future<Integer> result : results) {
        taken += result.get();
      }
    }

    assertThat(taken + store.held(BUCKET) + drain()).isEqualTo(BUCKET.capacity());
  }

  @Test
  void rejectsHoldTimesOutOfRange() {
    assertThatThrownBy(() -> BlockPermitStore.over(shared, Duration.ofMinutes(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hold: expected PT0.01S to PT10S, found PT1M");
  }

  private BlockPermitStore store() {
    return BlockPermitStore.over(shared, HOLD, clock);
  }

  private static int takeOften(PermitStore store) {
    int taken = 0;
    for (int i = 0; i < 4_000; i++) {
      if (store.tryTake(BUCKET, 1).isZero()) {
        taken++;
      }
    }
    return taken;
  }

  private void take(PermitStore store, int perSecond, Duration length) {
    Duration pause = Duration.ofSeconds(1).dividedBy(perSecond);
    for (Duration time = Duration.ZERO; time.compareTo(length) < 0; time = time.plus(pause)) {
      assertThat(store.tryTake(BUCKET, 1)).isZero();
      clock.advance(pause);
    }
  }

  private void takeUntilHeld(BlockPermitStore store, long held) {
    take(store, 1_000, Duration.ofSeconds(3));
    while (store.held(BUCKET) < held) {
      take(store, 1_000, Duration.ofMillis(1));
    }
  }

  /** Empties the shared bucket, and returns the number of its permits. */
  private long drain() {
    long taken = 0;
    while (shared.tryTake(BUCKET, 1).isZero()) {
      taken++;
    }
    return taken;
  }
}
