package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.atomicagents.error.StoreException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The behaviour of a cache in any database. */
abstract class JdbcCacheContract {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final CacheKey KEY = new CacheKey("acme", "0f3a");

  private DataSource database;
  private JdbcCacheStore store;

  /** Returns a database, which may contain values of other tests. */
  abstract DataSource database() throws Exception;

  @BeforeEach
  void open() throws Exception {
    database = database();
    store = JdbcCacheStore.of(database);
    store.createTable();
    store.createTable();
    execute("DELETE FROM atomic_cache");
  }

  @Test
  void returnsTheStoredValue() {
    assertThat(store.get(KEY, NOW)).isNull();

    store.put(KEY, bytes("first"), LATER);
    store.put(KEY, bytes("second"), LATER);

    assertThat(JdbcCacheStore.of(database).get(KEY, NOW)).isEqualTo(bytes("second"));
    assertThat(store.get(new CacheKey("other", "0f3a"), NOW)).isNull();
    assertThat(store.get(new CacheKey("acme", "0f3b"), NOW)).isNull();
  }

  @Test
  void returnsNothingFromTheExpiryOn() throws Exception {
    store.put(KEY, bytes("value"), LATER);
    store.put(new CacheKey("acme", "later"), bytes("value"), LATER.plusMillis(1));

    assertThat(store.get(KEY, LATER.minusMillis(1))).isEqualTo(bytes("value"));
    assertThat(store.get(KEY, LATER)).isNull();

    store.removeExpired(LATER);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void removesValues() throws Exception {
    store.put(KEY, bytes("value"), LATER);

    store.remove(KEY);
    store.remove(KEY);

    assertThat(store.get(KEY, NOW)).isNull();
    assertThat(rows()).isZero();
  }

  @Test
  void storesLargeValues() {
    byte[] large = new byte[10_000_000];
    new Random(1).nextBytes(large);

    store.put(KEY, large, LATER);

    assertThat(store.get(KEY, NOW)).isEqualTo(large);
  }

  @Test
  void ignoresDamagedValues() throws Exception {
    store.put(KEY, bytes("value"), LATER);
    execute("UPDATE atomic_cache SET body = 'no Base64!'");

    assertThat(store.get(KEY, NOW)).isNull();
    store.put(KEY, bytes("again"), LATER);
    assertThat(store.get(KEY, NOW)).isEqualTo(bytes("again"));
  }

  @Test
  void separatesTenantsWithOddCharacters() {
    List<String> names =
        List.of(
            "",
            " ",
            "a",
            "A",
            "a ",
            "\u0000",
            "a\u0000",
            "\uD83D",
            "\uDE00",
            "?",
            "\uFFFD",
            "\uD83D\uDE00",
            "x".repeat(10_000),
            "x".repeat(10_001),
            "'; DROP TABLE atomic_cache");
    for (String tenant : names) {
      for (String hash : names) {
        store.put(new CacheKey(tenant, hash), bytes(tenant.hashCode() + "/" + hash), LATER);
      }
    }

    for (String tenant : names) {
      for (String hash : names) {
        assertThat(store.get(new CacheKey(tenant, hash), NOW))
            .isEqualTo(bytes(tenant.hashCode() + "/" + hash));
      }
    }
  }

  @Test
  void matchesAModelInRandomOperations() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    Map<CacheKey, String> expected = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      var key = new CacheKey("tenant" + random.nextInt(3), "hash" + random.nextInt(3));
      switch (random.nextInt(4)) {
        case 0 -> {
          store.remove(key);
          expected.remove(key);
        }
        case 1 -> {
          store.put(key, bytes("value " + i), LATER);
          expected.put(key, "value " + i);
        }
        default -> {
          byte[] found = store.get(key, NOW);
          assertThat(found == null ? null : new String(found, StandardCharsets.UTF_8))
              .as("seed %d, operation %d", seed, i)
              .isEqualTo(expected.get(key));
        }
      }
    }
  }

  @Test
  void keepsTheValueOfOneOfManyWriters() throws Exception {
    var written = new ArrayList<byte[]>();
    for (int i = 0; i < 16; i++) {
      written.add(bytes("value " + i));
    }

    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> results = new ArrayList<>();
      written.forEach(value -> results.add(writers.submit(() -> store.put(KEY, value, LATER))));
      for (Future<?> result : results) {
        result.get();
      }
    }

    assertThat(rows()).isEqualTo(1);
    assertThat(written).contains(store.get(KEY, NOW));
  }

  @Test
  void reportsAMissingTable() throws Exception {
    execute("DROP TABLE atomic_cache");

    assertThatThrownBy(() -> store.get(KEY, NOW))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Cannot read a cached output: ")
        .hasMessageEndingWith("\nCheck the database of the cache, and that its table was created.");
    store.createTable();
    assertThat(store.get(KEY, NOW)).isNull();
  }

  private int rows() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM atomic_cache")) {
      return count.next() ? count.getInt(1) : 0;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
