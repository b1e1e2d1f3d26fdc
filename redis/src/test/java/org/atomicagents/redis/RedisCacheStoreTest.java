package org.atomicagents.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.atomicagents.cache.CacheKey;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.StoreException;
import org.atomicagents.support.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisCacheStoreTest {
  private static final CacheKey KEY = new CacheKey("acme", "0f3a");
  private static final String REDIS_KEY = "atomic-agents:cache:1:{acme:0f3a}";

  private static RedisServer server;
  private static RedisStores connection;
  private static RedisStores stores;
  private static RedisClient client;
  private static RedisCommands<String, String> redis;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final Instant later = now.plusSeconds(3_600);
  private RedisCacheStore store;

  @BeforeAll
  static void start() throws Exception {
    server = RedisServer.start();
    connection = RedisStores.connect(server.uri());
    // A machine that stops for a second exceeds the default time limit.
    stores = connection.withTimeout(Duration.ofSeconds(20));
    client = RedisClient.create(server.uri());
    redis = client.connect().sync();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      connection.close();
      client.shutdown(Duration.ZERO, Duration.ZERO);
      server.close();
    }
  }

  @BeforeEach
  void clear() {
    redis.flushall();
    store = stores.cache();
  }

  @Test
  void returnsTheStoredValue() {
    store.put(KEY, bytes("first"), later);
    store.put(KEY, bytes("second"), later);

    assertThat(store.get(KEY, now)).isEqualTo(bytes("second"));
    assertThat(stores.cache().get(KEY, now)).isEqualTo(bytes("second"));
    assertThat(redis.pttl(REDIS_KEY)).isBetween(3_500_000L, 3_600_000L);
  }

  @Test
  void returnsNothingForAnotherTenantOrHash() {
    store.put(KEY, bytes("value"), later);

    assertThat(store.get(new CacheKey("other", "0f3a"), now)).isNull();
    assertThat(store.get(new CacheKey("acme", "0f3b"), now)).isNull();
    assertThat(stores.withPrefix("other:").cache().get(KEY, now)).isNull();
  }

  @Test
  void returnsNothingFromTheExpiryOn() {
    store.put(KEY, bytes("value"), later);

    assertThat(store.get(KEY, later.minusMillis(1))).isNotNull();
    assertThat(store.get(KEY, later)).isNull();
  }

  @Test
  void removesAValueThatHasExpiredBeforeItIsStored() {
    store.put(KEY, bytes("value"), later);
    store.put(KEY, bytes("late"), now.minusSeconds(1));

    assertThat(store.get(KEY, now)).isNull();
    assertThat(redis.exists(REDIS_KEY)).isZero();
  }

  @Test
  void boundsTheLifetimeInRedis() {
    store.put(KEY, bytes("value"), Instant.MAX.minus(Duration.ofDays(365_000_000_000L - 1_000)));

    assertThat(store.get(KEY, now)).isEqualTo(bytes("value"));
    assertThat(redis.pttl(REDIS_KEY)).isPositive();
  }

  @Test
  void removesValues() {
    store.put(KEY, bytes("value"), later);

    store.remove(KEY);
    store.remove(KEY);
    store.removeExpired(now);

    assertThat(store.get(KEY, now)).isNull();
  }

  @Test
  void ignoresAndRemovesDamagedValues() {
    store.put(KEY, new byte[] {1, 2, 3}, later);
    int length = Math.toIntExact(redis.strlen(REDIS_KEY));
    for (int i = 0; i < length; i++) {
      store.put(KEY, new byte[] {1, 2, 3}, later);
      redis.setrange(REDIS_KEY, i, "\u007f");

      assertThat(store.get(KEY, now)).as("byte %d", i).isNull();
      assertThat(redis.exists(REDIS_KEY)).isZero();
    }
    for (String garbage : List.of("", "x", "garbage of some other program", "\u0001")) {
      redis.set(REDIS_KEY, garbage);

      assertThat(store.get(KEY, now)).isNull();
      assertThat(redis.exists(REDIS_KEY)).isZero();
    }
  }

  @Test
  void ignoresTheValueOfAnotherKey() {
    store.put(new CacheKey("other", "0f3a"), bytes("secret of other"), later);
    redis.rename("atomic-agents:cache:1:{other:0f3a}", REDIS_KEY);

    assertThat(store.get(KEY, now)).isNull();
  }

  @Test
  void keepsTheListOfAnotherProgram() {
    redis.rpush(REDIS_KEY, "a");

    assertThatThrownBy(() -> store.get(KEY, now))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "Redis at 127.0.0.1:%d failed to read a cached output: WRONGTYPE Operation against a key holding the wrong kind of value.\nAnother program uses the key: choose other keys by RedisStores.withPrefix."
                .formatted(server.port()));
    assertThat(redis.lrange(REDIS_KEY, 0, -1)).containsExactly("a");
  }

  @Test
  void storesLargeValuesUpToTheBound() {
    byte[] large = new byte[10_000_000];
    new Random(1).nextBytes(large);
    RedisCacheStore patient = stores.withTimeout(Duration.ofSeconds(20)).cache();

    patient.put(KEY, large, later);

    assertThat(patient.get(KEY, now)).isEqualTo(large);
    assertThatThrownBy(() -> store.withMaxValueBytes(100).put(KEY, new byte[101], later))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "The cached output of tenant 'acme' is too large for Redis: expected at most 100 bytes,"
                + " found 101.\n"
                + "Raise the bound by RedisCacheStore.withMaxValueBytes, or do not cache such"
                + " outputs.");
    assertThat(store.get(KEY, now)).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.withMaxValueBytes(0))
        .withMessage("maxValueBytes: expected 1 or more, found 0");
  }

  @Test
  void separatesTenantsWithOddCharacters() {
    List<String> names =
        List.of(
            "",
            " ",
            "a",
            "a:b",
            "a%3Ab",
            "{a}",
            "}{",
            "\u0000",
            "a\u0000",
            "\uD83D",
            "\uDE00",
            "?",
            "\uFFFD",
            "\uD83D\uDE00",
            "x".repeat(100_000),
            "x".repeat(100_001),
            "\r\n",
            "*");
    for (String tenant : names) {
      for (String hash : names) {
        store.put(
            new CacheKey(tenant, hash),
            bytes(names.indexOf(tenant) + "/" + names.indexOf(hash)),
            later);
      }
    }

    for (String tenant : names) {
      for (String hash : names) {
        assertThat(store.get(new CacheKey(tenant, hash), now))
            .isEqualTo(bytes(names.indexOf(tenant) + "/" + names.indexOf(hash)));
      }
    }
  }

  @Test
  void matchesAModelInRandomOperations() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    Map<CacheKey, String> expected = new HashMap<>();
    var keys = new ArrayList<CacheKey>();
    for (int i = 0; i < 20; i++) {
      keys.add(new CacheKey("tenant" + i % 4, "hash" + i / 4));
    }
    for (int i = 0; i < 10_000; i++) {
      CacheKey key = keys.get(random.nextInt(keys.size()));
      switch (random.nextInt(8)) {
        case 0 -> {
          store.remove(key);
          expected.remove(key);
        }
        case 1 -> {
          store.put(key, bytes("expired"), now.minusSeconds(1));
          expected.remove(key);
        }
        case 2, 3, 4 -> {
          store.put(key, bytes("value " + i), later);
          expected.put(key, "value " + i);
        }
        default -> {
          byte[] found = store.get(key, now);
          assertThat(found == null ? null : new String(found, StandardCharsets.UTF_8))
              .as("seed %d, operation %d", seed, i)
              .isEqualTo(expected.get(key));
        }
      }
    }
  }

  @Test
  void failsAtOnceWithoutAServerAndContinuesAfterwards() throws Exception {
    try (var other = RedisServer.start();
        var stopped = RedisStores.connect(other.uri())) {
      // A machine that stops for a second exceeds the default time limit.
      RedisCacheStore cache = stopped.withTimeout(Duration.ofSeconds(20)).cache();
      cache.put(KEY, bytes("value"), later);
      other.kill();

      assertThatThrownBy(() -> cache.get(KEY, now))
          .isInstanceOf(StoreException.class)
          .hasMessageNotContaining("no response within");
      assertThatThrownBy(() -> cache.put(KEY, bytes("x"), later))
          .isInstanceOf(StoreException.class)
          .hasMessageNotContaining("no response within");

      other.startAgain();
      awaitConnection(cache);
      assertThat(cache.get(KEY, now)).isNull();
      cache.put(KEY, bytes("again"), later);
      assertThat(cache.get(KEY, now)).isEqualTo(bytes("again"));
    }
  }

  @Test
  void endsAtAnInterrupt() throws Exception {
    server.suspend();
    try {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> store.get(KEY, now)).isInstanceOf(CancelledException.class);

      assertThat(Thread.interrupted()).isTrue();
    } finally {
      server.resume();
    }
  }

  private static void awaitConnection(RedisCacheStore cache) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        cache.remove(KEY);
        return;
      } catch (StoreException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
