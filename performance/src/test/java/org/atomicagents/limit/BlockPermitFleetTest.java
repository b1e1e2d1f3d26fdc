package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random fleets that share a limit: processes with bursts, pauses, restarts and kills. */
class BlockPermitFleetTest {
  private static final int STEPS_PER_SECOND = 50;
  private static final Duration STEP = Duration.ofMillis(1_000 / STEPS_PER_SECOND);
  private static final int SECONDS = 150;
  private static final int ROUNDS = 40;

  private final DrivenClock clock = DrivenClock.stopped();

  @Test
  void noMinuteExceedsTheLimit() {
    long seed = System.nanoTime();
    System.out.println("BlockPermitFleetTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      long perMinute = 600L + random.nextInt(60_000);
      long capacity = 1 + random.nextLong(perMinute / 10);
      var bucket = new PermitBucket("round-" + round, perMinute, capacity);
      var hold = Duration.ofMillis(100 + random.nextInt(4_000));

      List<Long> used = run(random, bucket, hold, 1 + random.nextInt(12), 3 * random.nextDouble());

      assertThat(largestMinute(used))
          .as("seed %d, round %d: %s, hold %s", seed, round, bucket, hold)
          .isLessThanOrEqualTo(perMinute);
    }
  }

  @Test
  void busyFleetUsesNinetyFivePercentOfTheLimit() {
    var bucket = new PermitBucket("busy", 60_000, 1_200);
    var fleet = new ArrayList<BlockPermitStore>();
    PermitStore shared = PermitStore.inMemory(clock);
    for (int i = 0; i < 10; i++) {
      fleet.add(BlockPermitStore.over(shared, Duration.ofSeconds(1), clock));
    }
    var used = new ArrayList<Long>();

    for (int step = 0; step < SECONDS * STEPS_PER_SECOND; step++) {
      long taken = 0;
      for (BlockPermitStore store : fleet) {
        // 1.5 times the limit.
        for (int i = 0; i < 3 && store.tryTake(bucket, 1).isZero(); i++) {
          taken++;
        }
      }
      used.add(taken);
      clock.advance(STEP);
    }

    long lastMinute =
        used.subList(used.size() - 60 * STEPS_PER_SECOND, used.size()).stream()
            .mapToLong(Long::longValue)
            .sum();
    assertThat(lastMinute).isBetween(57_000L, 60_000L);
  }

  /** Returns the permits used in each step. */
  private List<Long> run(
      Random random, PermitBucket bucket, Duration hold, int processes, double load) {
    PermitStore shared = PermitStore.inMemory(clock);
    var fleet = new ArrayList<BlockPermitStore>();
    for (int i = 0; i < processes; i++) {
      fleet.add(BlockPermitStore.over(shared, hold, clock));
    }
    double mean = load * bucket.perMinute() / 60 / STEPS_PER_SECOND / processes;
    var used = new ArrayList<Long>();
    for (int step = 0; step < SECONDS * STEPS_PER_SECOND; step++) {
      long taken = 0;
      for (int i = 0; i < processes; i++) {
        // Each process is busy for a second, and idle for the next one, in another order.
        boolean isBusy = (step / STEPS_PER_SECOND + i) % 2 == 0;
        taken += use(random, fleet.get(i), bucket, isBusy ? 2 * mean : mean / 10);
        if (random.nextInt(2_000) == 0) {
          replace(random, fleet, i, shared, hold);
        }
      }
      used.add(taken);
      clock.advance(STEP);
    }
    return used;
  }

  private static long use(Random random, PermitStore store, PermitBucket bucket, double mean) {
    long taken = 0;
    long wanted = (long) (mean + random.nextDouble());
    while (taken < wanted) {
      long permits = Math.min(wanted - taken, 1 + random.nextInt(3));
      if (!store.tryTake(bucket, permits).isZero()) {
        break;
      }
      taken += permits;
    }
    return taken;
  }

  private void replace(
      Random random, List<BlockPermitStore> fleet, int index, PermitStore shared, Duration hold) {
    if (random.nextBoolean()) {
      fleet.get(index).close();
    }
    fleet.set(index, BlockPermitStore.over(shared, hold, clock));
  }

  private static long largestMinute(List<Long> used) {
    int steps = 60 * STEPS_PER_SECOND;
    long sum = 0;
    long largest = 0;
    for (int step = 0; step < used.size(); step++) {
      sum += used.get(step) - (step < steps ? 0 : used.get(step - steps));
      largest = Math.max(largest, sum);
    }
    return largest;
  }
}
