package org.atomicagents.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.atomicagents.error.StoreException;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;
import org.atomicagents.limit.PermitStoreContract;
import org.atomicagents.support.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Token buckets in a server that works. */
@Timeout(60)
class RedisPermitStoreTest {
  private static RedisServer server;
  private static RedisClient client;
  private static RedisCommands<String, String> commands;
  private static RedisStores firstConnection;
  private static RedisStores secondConnection;
  // A machine that stops for a second exceeds the default time limit.
  private static RedisStores first;
  private static RedisStores second;

  // Refills one permit per minute: none within a test.
  private final PermitBucket bucket = new PermitBucket("b" + UUID.randomUUID(), 100, 100);
  private final String key = "atomic-agents:permits:1:{" + bucket.key() + "}";

  @BeforeAll
  static void startServer() throws Exception {
    server = RedisServer.start();
    client = RedisClient.create(server.uri());
    commands = client.connect().sync();
    firstConnection = RedisStores.connect(server.uri());
    secondConnection = RedisStores.of(client, RedisURI.create(server.uri()));
    first = firstConnection.withTimeout(Duration.ofSeconds(20));
    second = secondConnection.withTimeout(Duration.ofSeconds(20));
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      firstConnection.close();
      secondConnection.close();
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
      server.close();
    }
  }

  @Test
  void fulfillsTheContract() throws Exception {
    // A machine that stops refills the buckets, whose permits return within seconds.
    Attempts.run(() -> PermitStoreContract.verify(first.permits(), RedisPermitStoreTest::pause));
  }

  @Test
  void processesShareABucket() {
    assertThat(first.permits().tryTake(bucket, 60)).isZero();
    assertThat(second.permits().tryTake(bucket, 60)).isPositive();
    assertThat(second.permits().tryTake(bucket, 40)).isZero();
    second.permits().add(bucket, 10);
    awaitResponses(second);
    assertThat(first.permits().tryTake(bucket, 10)).isZero();
  }

  @Test
  void prefixesSeparateBuckets() {
    assertThat(first.permits().tryTake(bucket, 100)).isZero();
    assertThat(first.withPrefix("other:").permits().tryTake(bucket, 100)).isZero();
  }

  @Test
  void servesTheProcessFirstThatWaitedFirst() {
    PermitStore a = first.permits();
    PermitStore b = second.permits();
    assertThat(a.tryTake(bucket, 100)).isZero();

    Duration waitOfB = b.tryTake(bucket, 3);
    Duration waitOfA = a.tryTake(bucket, 2);

    assertThat(waitOfB).isBetween(Duration.ofSeconds(150), Duration.ofMinutes(3));
    assertThat(waitOfA).isGreaterThan(Duration.ofMinutes(3));
    a.add(bucket, 4);
    // Enough for one of them: for the first, though the other one attempts before.
    assertThat(a.tryTake(bucket, 2)).isPositive();
    assertThat(b.tryTake(bucket, 3)).isZero();
    a.add(bucket, 1);
    assertThat(a.tryTake(bucket, 2)).isZero();
  }

  @Test
  void servesALaterProcessFromPermitsThatAreEnoughForAll() {
    PermitStore a = first.permits();
    PermitStore b = second.permits();
    assertThat(a.tryTake(bucket, 100)).isZero();
    assertThat(b.tryTake(bucket, 3)).isPositive();

    a.add(bucket, 10);

    assertThat(a.tryTake(bucket, 7)).isZero();
    assertThat(b.tryTake(bucket, 3)).isZero();
  }

  @Test
  void keepsPlacesForAHundredProcesses() {
    assertThat(first.permits().tryTake(bucket, 100)).isZero();
    PermitStore last = null;
    for (int i = 0; i < 101; i++) {
      last = first.withTimeout(Duration.ofSeconds(5)).permits();
      assertThat(last.tryTake(bucket, 1)).isPositive();
    }

    first.permits().add(bucket, 100);

    assertThat(last.tryTake(bucket, 1)).isPositive();
    first.permits().add(bucket, 1);
    assertThat(commands.hstrlen(key, "waiting")).isBetween(1_000L, 5_000L);
  }

  @Test
  void aProcessThatStopsWaitingLosesItsPlace() {
    PermitStore a = first.permits();
    PermitStore b = second.permits();
    assertThat(a.tryTake(bucket, 100)).isZero();
    assertThat(b.tryTake(bucket, 50)).isPositive();
    a.add(bucket, 20);
    assertThat(a.tryTake(bucket, 20)).isPositive();

    b.stopWaiting(bucket);
    awaitResponses(second);

    assertThat(a.tryTake(bucket, 20)).isZero();
    assertThat(commands.hexists(key, "waiting")).isFalse();
  }

  @Test
  void forgetsAProcessThatDoesNotReturnAfterItsWait() throws Exception {
    Attempts.run(() -> requireForgotten("b" + UUID.randomUUID()));
  }

  private static void requireForgotten(String name) {
    // Refills a permit in two seconds.
    var slow = new PermitBucket(name, 30, 1);
    PermitStore a = first.permits();
    PermitStore b = second.permits();
    assertThat(a.tryTake(slow, 1)).isZero();
    Duration waitOfB = b.tryTake(slow, 1);
    assertThat(waitOfB).isPositive();

    Duration wait = a.tryTake(slow, 1);
    assertThat(wait).isGreaterThan(waitOfB);
    while (wait.isPositive()) {
      pause(wait);
      wait = a.tryTake(slow, 1);
    }

    assertThat(commands.hexists("atomic-agents:permits:1:{" + name + "}", "waiting")).isFalse();
  }

  @Test
  void aClockThatIsSetBackRefillsFromItsNewTime() {
    // Redis keeps the empty bucket for more than 10 seconds.
    var fast = new PermitBucket(bucket.key(), 6_000, 1_000);
    PermitStore store = first.permits();
    assertThat(store.tryTake(fast, 1_000)).isZero();
    shiftTime(3_600_000_000L);

    Duration wait = store.tryTake(fast, 5);

    assertThat(wait).isPositive().isLessThan(Duration.ofMillis(70));
    pause(wait);
    assertThat(store.tryTake(fast, 5)).isZero();
  }

  @Test
  void aClockThatIsSetForwardRefillsTheCapacityAtMost() {
    PermitStore store = first.permits();
    assertThat(store.tryTake(bucket, 100)).isZero();
    shiftTime(-86_400_000_000L);

    assertThat(store.tryTake(bucket, 100)).isZero();
    assertThat(store.tryTake(bucket, 1)).isPositive();
  }

  // For the script, a bucket of the future is a clock that was set back.
  private void shiftTime(long micros) {
    long time = Long.parseLong(commands.hget(key, "time"));
    commands.hset(key, "time", Long.toString(time + micros));
  }

  @Test
  void forgetsAFullBucket() {
    var fast = new PermitBucket(bucket.key(), 6_000_000, 10);
    assertThat(first.permits().tryTake(fast, 10)).isZero();

    // -1 is a key without a lifetime, and -2 one that has expired.
    assertThat(commands.pttl(key)).isNotEqualTo(-1L).isLessThanOrEqualTo(1_001L);
    first.permits().add(bucket, 100);
    assertThat(first.permits().tryTake(bucket, 10)).isZero();
    // Ten permits need ten minutes.
    assertThat(commands.pttl(key)).isBetween(590_000L, 601_000L);
  }

  @Test
  void keepsABucketWhoseDebtLasts() {
    assertThat(first.permits().tryTake(bucket, 1_000)).isZero();

    assertThat(commands.pttl(key)).isBetween(59_900_000L, 60_001_000L);
  }

  @Test
  void anUnknownScriptIsSentAgain() {
    assertThat(first.permits().tryTake(bucket, 10)).isZero();
    commands.scriptFlush();

    assertThat(first.permits().tryTake(bucket, 10)).isZero();
    commands.scriptFlush();
    first.permits().add(bucket, 20);
    awaitResponses(first);
    assertThat(first.permits().tryTake(bucket, 100)).isZero();
    assertThat(first.permits().tryTake(bucket, 1)).isPositive();
  }

  @Test
  void separatesKeysWithBraces() {
    var braces = new PermitBucket("{" + bucket.key() + "}{:}%", 100, 100);
    assertThat(first.permits().tryTake(braces, 100)).isZero();
    assertThat(first.permits().tryTake(new PermitBucket("", 100, 100), 1)).isZero();

    assertThat(commands.exists("atomic-agents:permits:1:{%7B" + bucket.key() + "%7D%7B:%7D%25}"))
        .isOne();
    assertThat(commands.exists("atomic-agents:permits:1:{%-}")).isOne();
  }

  @Test
  void acceptsTheLargestLimits() {
    var large = new PermitBucket(bucket.key(), 1_000_000_000_000_000L, 1_000_000_000_000_000L);
    PermitStore store = first.permits();

    assertThat(store.tryTake(large, 1_000_000_000_000_000L)).isZero();
    // Refilled by one permit per minute, in 1.9 billion years; the server promises months.
    assertThat(store.tryTake(large, 1_000_000_000_000_000L))
        .isEqualTo(Duration.ofSeconds(10_000_000));
  }

  @Test
  void rejectsAnAttemptWithoutPermits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> first.permits().tryTake(bucket, 0))
        .withMessage("permits of " + bucket.key() + ": expected 1 or more, found 0");
  }

  @Test
  void failsAfterItsConnectionIsClosed() {
    var closed = RedisStores.connect(server.uri());
    closed.close();
    closed.close();

    closed.permits().add(bucket, 1);
    assertThatThrownBy(() -> closed.permits().tryTake(bucket, 1))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(
            "Redis at 127.0.0.1:" + server.port() + " failed to take permits of '" + bucket.key());
  }

  /** Returns after the responses to all commands that were sent before. */
  private static void awaitResponses(RedisStores stores) {
    // A connection executes its commands in their order; a late permit is a second command.
    for (int i = 0; i < 3; i++) {
      assertThat(stores.permits().tryTake(new PermitBucket("other", 100_000, 100_000), 1)).isZero();
    }
  }

  private static void pause(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
