package org.atomicagents.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.redis.RedisUsageProcess.AMOUNT;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.BufferedReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.atomicagents.error.StoreException;
import org.atomicagents.support.JavaProcess;
import org.atomicagents.support.RedisServer;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageBalance;
import org.atomicagents.usage.UsageBucket;
import org.atomicagents.usage.UsageLimits;
import org.atomicagents.usage.UsageStore;
import org.atomicagents.usage.UsageStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RedisUsageStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final UsageBucket BUCKET = new UsageBucket("limit/acme", null);
  private static final UsageLimits NO_LIMITS = UsageLimits.none();
  private static final Duration SHORT = Duration.ofMillis(300);

  private static RedisServer server;
  private static RedisClient client;
  private static RedisCommands<String, String> redis;
  private RedisStores connection;
  private RedisStores stores;
  private RedisUsageStore store;

  @BeforeAll
  static void start() throws Exception {
    server = RedisServer.start();
    client = RedisClient.create(server.uri());
    redis = client.connect().sync();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      client.shutdown(Duration.ZERO, Duration.ZERO);
      server.close();
    }
  }

  @BeforeEach
  void clear() {
    redis.flushall();
    connection = RedisStores.connect(server.uri());
    stores = connection.withTimeout(Duration.ofSeconds(20));
    store = stores.usage();
  }

  @AfterEach
  void close() {
    stores.close();
    connection.close();
  }

  @Test
  void fulfillsTheContract() {
    UsageStoreContract.verify(store, NOW);
    UsageStoreContract.verify(store, Instant.now());
  }

  @Test
  void sharesBucketsOfOnePrefix() {
    reserve(store, BUCKET);

    assertThat(stores.usage().balance(BUCKET, NOW).reserved()).isEqualTo(AMOUNT);
    assertThat(stores.withPrefix("other:").usage().balance(BUCKET, NOW))
        .isEqualTo(UsageBalance.EMPTY);
  }

  @Test
  void separatesTenantsWithOddCharacters() {
    List<String> names =
        List.of(
            "",
            "a",
            "a/b",
            "a:b",
            "{a}",
            "}{",
            "\u0000",
            "\uD83D",
            "\uDE00",
            "?",
            "\uD83D\uDE00",
            "x".repeat(100_000),
            "x".repeat(100_001),
            "changes:a");
    names.forEach(name -> reserve(store, new UsageBucket(name, null)));

    assertThat(names)
        .allMatch(
            name -> store.balance(new UsageBucket(name, null), NOW).reserved().equals(AMOUNT));
  }

  @Test
  void matchesAModelInRandomOperations() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    UsageStore model = UsageStore.inMemory();
    List<Deque<UsageAmount>> open = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      open.add(new ArrayDeque<>());
    }
    Instant now = NOW;
    for (int i = 0; i < 10_000; i++) {
      int number = random.nextInt(open.size());
      now = now.plusMillis(random.nextInt(40));
      // Two buckets are sessions, which expire unless they are used within some time.
      var bucket = new UsageBucket("b" + number, number < 2 ? null : now.plusMillis(200));
      Deque<UsageAmount> reserved = open.get(number);
      String operation = "seed " + seed + ", operation " + i;
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          UsageAmount estimate = amount(random);
          UsageLimits limits = limits(random);
          var decision = store.tryReserve(bucket, estimate, limits, now);
          assertThat(decision)
              .as(operation)
              .isEqualTo(model.tryReserve(bucket, estimate, limits, now));
          if (decision.isGranted()) {
            reserved.add(estimate);
          }
        }
        case 3, 4, 5 -> {
          UsageAmount released = reserved.poll();
          if (released != null) {
            UsageAmount used = amount(random);
            store.settle(bucket, released, used, now);
            model.settle(bucket, released, used, now);
          }
        }
        case 6 -> {
          UsageAmount correction = amount(random).minus(amount(random));
          // A correction is that of a bucket in use.
          if (!reserved.isEmpty()) {
            store.settle(bucket, UsageAmount.NONE, correction, now);
            model.settle(bucket, UsageAmount.NONE, correction, now);
          }
        }
        default -> {
          if (random.nextInt(20) == 0) {
            store.reset(bucket);
            model.reset(bucket);
          }
        }
      }
      assertThat(text(store.balance(bucket, now)))
          .as(operation)
          .isEqualTo(text(model.balance(bucket, now)));
    }
  }

  // The number of decimal places of a zero differs.
  private static String text(UsageBalance balance) {
    return text(balance.used()) + ", " + text(balance.reserved()) + ", " + balance.expiry();
  }

  private static String text(UsageAmount amount) {
    return amount.requests()
        + " "
        + amount.inputTokens()
        + " "
        + amount.outputTokens()
        + " "
        + amount.cost().stripTrailingZeros().toPlainString()
        + " "
        + amount.time();
  }

  private static UsageAmount amount(Random random) {
    long tokens = random.nextInt(10) == 0 ? random.nextLong(1L << 58) : random.nextInt(1_000);
    return new UsageAmount(
        random.nextInt(3),
        tokens,
        random.nextInt(1_000),
        BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), random.nextInt(15)),
        Duration.ofNanos(random.nextLong(10_000_000_000L)));
  }

  private static UsageLimits limits(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> UsageLimits.ofRequests(random.nextInt(100));
      case 1 -> UsageLimits.ofTokens(random.nextLong(1L << 62));
      case 2 -> UsageLimits.ofMoney("USD", new BigDecimal(random.nextLong(1L << 45)).toString());
      case 3 -> UsageLimits.ofTime(Duration.ofSeconds(random.nextInt(10_000)));
      default -> NO_LIMITS;
    };
  }

  @Test
  void releasesTheReservationsOfAKilledProcess() throws Exception {
    Process first = JavaProcess.start(RedisUsageProcess.class, server.uri(), "500", "3000");
    Process second = JavaProcess.start(RedisUsageProcess.class, server.uri(), "500", "3000");
    int settled = awaitReservation(first) + awaitReservation(second);
    UsageBucket bucket = RedisUsageProcess.BUCKET;

    assertThat(settled).isEqualTo(500);
    assertThat(store.balance(bucket, NOW).used().requests()).isEqualTo(500);
    await(() -> store.balance(bucket, NOW).reserved().requests() == 2);
    first.toHandle().destroyForcibly();
    await(() -> store.balance(bucket, NOW).reserved().requests() == 1);
    // The other process renews its lease.
    Instant end = Instant.now().plusMillis(4_500);
    await(() -> Instant.now().isAfter(end));
    // A lease that expired while the machine stopped is restored.
    await(() -> store.balance(bucket, NOW).reserved().equals(AMOUNT));
    second.toHandle().destroyForcibly();
    await(() -> store.balance(bucket, NOW).reserved().requests() == 0);
    assertThat(store.balance(bucket, NOW).used().cost()).isEqualByComparingTo("50");
  }

  private static int awaitReservation(Process process) throws Exception {
    BufferedReader output = process.inputReader();
    for (int settled = 0; ; settled++) {
      String line = output.readLine();
      if (!"settled".equals(line)) {
        assertThat(line).isEqualTo("reserved: true");
        return settled;
      }
    }
  }

  @Test
  void countsASettlementOnceThatRedisConfirmsLate() throws Exception {
    try (var other = RedisServer.start();
        var stopped = RedisStores.connect(other.uri());
        var hanging = stopped.withPrefix("hanging:")) {
      RedisUsageStore usage = hanging.usage();
      reserve(usage, BUCKET);
      other.suspend();
      usage.settle(BUCKET, AMOUNT, AMOUNT, NOW);
      usage.settle(BUCKET, UsageAmount.NONE, AMOUNT, NOW);
      assertThatThrownBy(() -> reserve(usage, BUCKET))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("failed to settle usage: no response within 500 ms");
      other.resume();

      await(() -> isSettled(usage));
      assertThat(usage.balance(BUCKET, NOW).used()).isEqualTo(AMOUNT.plus(AMOUNT));
    }
  }

  private static boolean isSettled(UsageStore usage) {
    try {
      UsageBalance balance = usage.balance(BUCKET, NOW);
      return balance.used().requests() == 2 && balance.reserved().requests() == 0;
    } catch (StoreException e) {
      return false;
    }
  }

  @Test
  void cancelsAReservationThatRedisConfirmsLate() throws Exception {
    try (var other = RedisServer.start();
        var stopped = RedisStores.connect(other.uri());
        var hanging = stopped.withPrefix("hanging:")) {
      RedisUsageStore usage = hanging.usage();
      reserve(usage, BUCKET);
      other.suspend();
      assertThatThrownBy(() -> reserve(usage, BUCKET)).isInstanceOf(StoreException.class);
      other.resume();

      await(() -> reservedRequests(usage) == 1);
      reserve(usage, BUCKET);
      assertThat(usage.balance(BUCKET, NOW).reserved()).isEqualTo(AMOUNT.plus(AMOUNT));
    }
  }

  private static long reservedRequests(UsageStore usage) {
    try {
      return usage.balance(BUCKET, NOW).reserved().requests();
    } catch (StoreException e) {
      return -1;
    }
  }

  @Test
  void restoresReservationsAfterAnOutageLongerThanTheLease() throws Exception {
    try (var other = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
        var stopped = RedisStores.connect(other.uri());
        var usage = stopped.usage().withLease(SHORT);
        var observer = RedisStores.connect(other.uri())) {
      reserve(usage, BUCKET);
      reserve(usage, BUCKET);
      usage.settle(BUCKET, AMOUNT, AMOUNT, NOW);
      other.kill();
      assertThatThrownBy(() -> reserve(usage, BUCKET)).isInstanceOf(StoreException.class);
      usage.settle(BUCKET, UsageAmount.NONE, AMOUNT, NOW);
      Instant end = Instant.now().plus(SHORT.multipliedBy(2));
      await(() -> Instant.now().isAfter(end));
      other.startAgain();

      // One balance: the lease expires if the machine stops between two of them.
      var settled = new UsageBalance(AMOUNT.plus(AMOUNT), AMOUNT, null);
      await(() -> hasBalance(observer.usage(), settled));
    }
  }

  private static boolean hasBalance(UsageStore usage, UsageBalance expected) {
    try {
      return usage.balance(BUCKET, NOW).equals(expected);
    } catch (StoreException e) {
      return false;
    }
  }

  @Test
  void restoresReservationsAfterALossOfAllData() {
    try (var usage = stores.usage().withLease(SHORT)) {
      reserve(usage, BUCKET);
      redis.flushall();

      await(() -> store.balance(BUCKET, NOW).reserved().equals(AMOUNT));
      usage.settle(BUCKET, AMOUNT, AMOUNT, NOW);
      assertThat(store.balance(BUCKET, NOW).used()).isEqualTo(AMOUNT);
    }
  }

  @Test
  void settlesOnAnInterruptedThread() {
    reserve(store, BUCKET);
    Thread.currentThread().interrupt();

    store.settle(BUCKET, AMOUNT, AMOUNT, NOW);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.balance(BUCKET, NOW).used()).isEqualTo(AMOUNT);
  }

  @Test
  void cancelsTheReservationOfAnInterruptedThread() throws Exception {
    server.suspend();
    try {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> reserve(store, BUCKET)).hasMessageStartingWith("Interrupted while ");

      assertThat(Thread.interrupted()).isTrue();
    } finally {
      server.resume();
    }
    await(() -> reservedRequests(store) == 0);
  }

  @Test
  void deletesBucketsSomeTimeAfterTheirExpiry() {
    var bucket = new UsageBucket("minute", NOW.plusSeconds(60));
    reserve(store, bucket);
    reserve(store, BUCKET);

    assertThat(redis.pttl("atomic-agents:usage:1:{minute}")).isBetween(3_600_000L, 3_700_000L);
    assertThat(redis.pttl("atomic-agents:usage:1:{limit/acme}")).isEqualTo(-1);
  }

  @Test
  void keepsNoNumbersOfConfirmedChanges() {
    for (int i = 0; i < 100; i++) {
      reserve(store, BUCKET);
      store.settle(BUCKET, AMOUNT, AMOUNT, NOW);
    }

    List<String> keys = redis.keys("*:changes:*");
    assertThat(keys).hasSize(1);
    assertThat(redis.scard(keys.getFirst())).isLessThan(3);
  }

  @Test
  void reportsDamagedBuckets() {
    redis.hset("atomic-agents:usage:1:{limit/acme}", "used", "1 2 3 4");

    assertThatThrownBy(() -> store.balance(BUCKET, NOW))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "The usage in Redis under 'limit/acme' is damaged: expected 5 numbers, found '1 2 3"
                + " 4'.\n"
                + "Delete the key, or choose other keys by RedisStores.withPrefix.");
  }

  @Test
  void keepsTheKeysOfAnotherProgram() {
    redis.set("atomic-agents:usage:1:{limit/acme}", "other");

    assertThatThrownBy(() -> reserve(store, BUCKET))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("WRONGTYPE");
    // Other buckets are not affected.
    reserve(store, new UsageBucket("limit/other", null));
    assertThat(redis.get("atomic-agents:usage:1:{limit/acme}")).isEqualTo("other");
    redis.flushall();
    await(() -> reservedRequests(store) == 0);
  }

  @Test
  void refusesReservationsAfterItWasClosed() {
    RedisUsageStore usage = stores.withPrefix("closed:").usage();
    reserve(usage, BUCKET);
    usage.close();
    usage.close();

    assertThatThrownBy(() -> reserve(usage, BUCKET))
        .isInstanceOf(StoreException.class)
        .hasMessage("Cannot use the usage in Redis: the store is closed.");
  }

  @Test
  void rejectsAVeryShortLease() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.withLease(Duration.ofMillis(99)))
        .withMessage("lease: expected PT0.1S or more, found PT0.099S");
  }

  private static void reserve(UsageStore usage, UsageBucket bucket) {
    assertThat(usage.tryReserve(bucket, AMOUNT, NO_LIMITS, NOW).isGranted()).isTrue();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).isNegative();
      Thread.onSpinWait();
    }
  }
}
