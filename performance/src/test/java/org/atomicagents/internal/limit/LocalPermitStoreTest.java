package org.atomicagents.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;
import org.junit.jupiter.api.Test;

class LocalPermitStoreTest {
  private static final double MINUTE = 60e9;

  @Test
  void agreesWithAReferenceModel() {
    long seed = System.nanoTime();
    System.out.println("LocalPermitStoreTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 1_000; round++) {
      compare(random, "seed " + seed + ", round " + round);
    }
  }

  @Test
  void changedBucketKeepsItsPermits() {
    var time = DrivenClock.stopped();
    PermitStore store = PermitStore.inMemory(time);
    store.tryTake(new PermitBucket("key", 600, 100), 60);

    var larger = new PermitBucket("key", 6_000, 200);
    assertThat(store.tryTake(larger, 41)).isPositive();
    assertThat(store.tryTake(larger, 10)).isZero();

    var smaller = new PermitBucket("key", 60, 20);
    assertThat(store.tryTake(smaller, 20)).isZero();
    assertThat(store.tryTake(smaller, 1)).isPositive();
  }

  @Test
  void acceptsLimitsAboveAPermitPerNanosecond() {
    PermitStore store = PermitStore.inMemory(DrivenClock.stopped());
    var bucket = new PermitBucket("key", Long.MAX_VALUE, Long.MAX_VALUE / 50);

    assertThat(store.tryTake(bucket, 1_000_000_000_000L)).isZero();
    store.add(bucket, -1_000);
    assertThat(store.tryTake(bucket, 1)).isZero();
  }

  private static void compare(Random random, String name) {
    var time = DrivenClock.stopped();
    PermitStore store = PermitStore.inMemory(time);
    PermitBucket bucket = randomBucket(random);
    var model = new BucketModel(bucket);
    for (int step = 0; step < 60; step++) {
      String at = name + ", step " + step;
      switch (random.nextInt(7)) {
        case 0, 1, 2, 3 -> {
          long permits = 1 + random.nextLong(bucket.capacity() * 2);
          // The rounding of both may differ where the level is close to the permits.
          if (!model.isClose(permits)) {
            double expected = model.tryTake(permits);
            double found = store.tryTake(bucket, permits).toNanos();
            assertThat(found).as(at).isCloseTo(expected, Offset.offset(expected * 1e-6 + 2));
          }
        }
        case 4 -> {
          long permits = random.nextLong(bucket.capacity() * 2) - bucket.capacity();
          model.add(permits);
          store.add(bucket, permits);
        }
        default -> {
          long nanos = random.nextLong((long) MINUTE / 4);
          time.advance(Duration.ofNanos(nanos));
          model.advance(nanos);
        }
      }
    }
  }

  private static PermitBucket randomBucket(Random random) {
    long perMinute = 1 + random.nextLong(100_000);
    return new PermitBucket("key", perMinute, 1 + random.nextLong(perMinute));
  }

  /** A token bucket in a few lines of arithmetic. */
  private static final class BucketModel {
    private final PermitBucket bucket;
    private double level;

    BucketModel(PermitBucket bucket) {
      this.bucket = bucket;
      this.level = bucket.capacity();
    }

    void advance(long nanos) {
      level =
          Math.min(
              (double) bucket.capacity(),
              level + (double) nanos * bucket.refillPerMinute() / MINUTE);
    }

    boolean isClose(long permits) {
      return Math.abs(level - Math.min(permits, bucket.capacity())) < 1e-3
          && level < bucket.capacity();
    }

    double tryTake(long permits) {
      long atOnce = Math.min(permits, bucket.capacity());
      if (level < atOnce) {
        return ((double) atOnce - level) * MINUTE / bucket.refillPerMinute();
      }
      level -= permits;
      return 0;
    }

    void add(long permits) {
      level = Math.min((double) bucket.capacity(), level + permits);
    }
  }
}
