package org.atomicagents.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.atomicagents.error.StoreException;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;
import org.atomicagents.support.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random sequences of calls of three processes, compared with a number of permits. */
@Timeout(120)
class RedisPermitHistoryTest {
  private static final int CAPACITY = 1_000;
  // A machine that stops for a second exceeds the default time limit.
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  // Refills one permit per minute: none within a test.
  private static final PermitBucket BUCKET = new PermitBucket("history", CAPACITY, CAPACITY);

  private static final PermitBucket OTHER = new PermitBucket("other", 1_000_000, 1_000_000);

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private long level = CAPACITY;

  @Test
  void processesSeeEachPermitOnce() throws Exception {
    System.out.println("RedisPermitHistoryTest seed " + seed);
    try (var server = RedisServer.start();
        var redis = RedisStores.connect(server.uri())) {
      // Copies are processes of their own, whose calls are executed in order.
      List<PermitStore> stores = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        stores.add(redis.withPrefix("history:").withTimeout(PATIENCE).permits());
      }
      for (int i = 0; i < 2_000; i++) {
        call(stores.get(random.nextInt(3)), i);
      }
      stores.forEach(store -> store.stopWaiting(BUCKET));

      if (level > 0) {
        assertThat(stores.getFirst().tryTake(BUCKET, level)).as("seed %d", seed).isZero();
      }
      assertThat(stores.getFirst().tryTake(BUCKET, 2)).as("seed %d", seed).isPositive();
    }
  }

  private void call(PermitStore store, int call) {
    switch (random.nextInt(6)) {
      case 0, 1, 2 -> {
        long wanted = 1L + random.nextInt(random.nextInt(10) == 0 ? 2 * CAPACITY : 100);
        boolean isTaken = store.tryTake(BUCKET, wanted).isZero();
        if (isTaken) {
          assertThat(level)
              .as("seed %d, call %d", seed, call)
              .isGreaterThanOrEqualTo(Math.min(wanted, CAPACITY));
          level -= wanted;
        }
      }
      case 3 -> add(store, random.nextInt(300));
      case 4 -> add(store, -random.nextInt(100));
      default -> store.stopWaiting(BUCKET);
    }
  }

  private void add(PermitStore store, long permits) {
    store.add(BUCKET, permits);
    // The response to a later command of the connection: the change is confirmed.
    assertThat(store.tryTake(OTHER, 1)).isZero();
    level = Math.min(CAPACITY, level + permits);
  }

  @Test
  void aNetworkThatIsCutOftenCreatesNoPermits() throws Exception {
    System.out.println("RedisPermitHistoryTest seed " + seed);
    try (var server = RedisServer.start();
        var network = new LossyProxy(server.port());
        var direct = RedisStores.connect(server.uri());
        var redis = RedisStores.connect(network.uri())) {
      PermitStore store = redis.permits();
      long taken = 0;
      long added = 0;
      for (int i = 0; i < 300; i++) {
        if (random.nextInt(10) == 0) {
          network.cut();
        }
        store.add(BUCKET, 2);
        added += 2;
        try {
          if (store.tryTake(BUCKET, 5).isZero()) {
            taken += 5;
          }
        } catch (StoreException e) {
          // Without a connection.
        }
      }

      long rest = 0;
      PermitStore remaining = direct.withTimeout(PATIENCE).permits();
      while (remaining.tryTake(BUCKET, 1).isZero()) {
        rest++;
      }
      assertThat(taken + rest).as("seed %d", seed).isLessThanOrEqualTo(CAPACITY + added + 1);
    }
  }
}
