package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.error.StoreException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.message.Usage;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCacheStoreTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");
  private static final CacheKey KEY = new CacheKey("acme", "0123");
  private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);

  private final DrivenClock clock = DrivenClock.stopped();
  private final ScriptedModel script =
      ScriptedModel.by(request -> ScriptedResponse.text(CacheTypes.PLAN_JSON));
  private final AtomicAgent<Inquiry, Plan> agent =
      AtomicAgent.of(Inquiry.class, Plan.class, script.model());

  @TempDir Path folder;

  @Test
  void keepsOutputsBeyondTheProcess() {
    try (var store = open()) {
      cached(store).run(INPUT);
      GatedResponses.awaitThat(() -> store.size() == 1);
    }

    try (var store = open()) {
      var cache = ResponseCache.builder().timeSource(clock).store(store).build();
      var hit = CachedAgent.of(agent, cache).call(INPUT);

      assertThat(hit.cacheState()).isEqualTo(CacheState.HIT);
      assertThat(hit.output()).isEqualTo(CacheTypes.PLAN);
      assertThat(hit.usage()).isEqualTo(Usage.NONE);
      assertThat(cache.statistics().storeHits()).isEqualTo(1);
      assertThat(cached(store).withTenant("other").call(INPUT).cacheState())
          .isEqualTo(CacheState.MISS);
    }
  }

  @Test
  void countsTheAgeFromTheFirstProcess() {
    try (var store = open()) {
      cached(store).run(INPUT);
      GatedResponses.awaitThat(() -> store.size() == 1);
    }
    clock.advance(Duration.ofMinutes(59));

    try (var store = open()) {
      var cached = cached(store).withMode(CacheMode.READ_ONLY);

      assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
      clock.advance(Duration.ofMinutes(1));
      assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.MISS);
    }
  }

  @Test
  void ignoresOutputsOfTheFutureAfterAClockWasSetBack() {
    clock.advance(Duration.ofMinutes(2));
    try (var store = open()) {
      cached(store).run(INPUT);
      GatedResponses.awaitThat(() -> store.size() == 1);
    }

    assertThat(stateAt(Duration.ofMinutes(1))).isEqualTo(CacheState.HIT);
    assertThat(stateAt(Duration.ofSeconds(59))).isEqualTo(CacheState.MISS);
  }

  /** Returns the state of a run whose clock shows a time since the epoch. */
  private CacheState stateAt(Duration time) {
    DrivenClock earlier = DrivenClock.stopped();
    earlier.advance(time);
    try (var store = FileCacheStore.open(path(), earlier)) {
      var cache = ResponseCache.builder().timeSource(earlier).store(store).build();
      return CachedAgent.of(agent, cache).withMode(CacheMode.READ_ONLY).call(INPUT).cacheState();
    }
  }

  @Test
  void returnsNoExpiredAndNoRemovedValues() {
    try (var store = open()) {
      store.put(KEY, VALUE, Instant.ofEpochSecond(10));
      store.put(new CacheKey("other", "0123"), new byte[0], Instant.ofEpochSecond(10));

      assertThat(store.get(KEY, Instant.ofEpochSecond(9))).isEqualTo(VALUE);
      assertThat(store.get(KEY, Instant.ofEpochSecond(10))).isNull();
      store.remove(KEY);
      assertThat(store.get(KEY, Instant.ofEpochSecond(9))).isNull();
      store.removeExpired(Instant.ofEpochSecond(10));
      assertThat(store.size()).isZero();
    }
    try (var store = open()) {
      assertThat(store.get(KEY, Instant.ofEpochSecond(9))).isNull();
    }
  }

  @Test
  void rewritesTheFileWithoutReplacedValues() throws IOException {
    var value = new byte[100_000];
    try (var store = open()) {
      store.put(KEY, VALUE, Instant.ofEpochSecond(10));
      for (int i = 0; i < 50; i++) {
        store.put(new CacheKey("acme", "large"), value, Instant.ofEpochSecond(10));
      }

      assertThat(store.get(KEY, Instant.EPOCH)).isEqualTo(VALUE);
      assertThat(store.get(new CacheKey("acme", "large"), Instant.EPOCH)).isEqualTo(value);
      assertThat(Files.size(path())).isLessThan(2_000_000);
    }
  }

  @Test
  void removesExpiredValuesThatAreNeverReadAgain() throws IOException {
    var value = new byte[5_000];
    try (var store = open()) {
      for (int i = 0; i < 600; i++) {
        store.put(new CacheKey("acme", "key-" + i), value, clock.now().plusSeconds(10));
        clock.advance(Duration.ofSeconds(1));
      }

      assertThat(store.size()).isLessThan(300);
      assertThat(Files.size(path())).isLessThan(2_000_000);
    }
  }

  @Test
  void reportsAFileOfAnotherKind() throws IOException {
    Files.writeString(
        path(), "a text that is no cache, but long enough to hold a whole header ...");

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("Cannot open the cache file", "delete it");
  }

  @Test
  void opensTheFileAgainAfterAFailedRewrite() throws IOException {
    try (var store = open()) {
      store.put(KEY, VALUE, Instant.ofEpochSecond(1_000));
      Path lock = path().resolveSibling("responses.cache.lock");
      Files.delete(lock);
      Files.createDirectory(lock);

      assertThatThrownBy(() -> putLarge(store, 12))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("Cannot open the cache file");

      Files.delete(lock);
      assertThatThrownBy(() -> putLarge(store, 1))
          .hasMessageContaining("Cannot use the cache file");
      assertThatThrownBy(() -> store.get(KEY, Instant.EPOCH)).isInstanceOf(StoreException.class);
      clock.advance(Duration.ofSeconds(10));
      putLarge(store, 1);
      assertThat(store.get(KEY, Instant.EPOCH)).isEqualTo(VALUE);
      assertThat(store.size()).isEqualTo(2);
    }
  }

  @Test
  void repeatsAFailedRewriteAfterTheFileHasGrownByHalf() throws IOException {
    try (var store = open()) {
      Path copy = Files.createDirectory(path().resolveSibling("responses.cache.copy"));
      Path obstacle = Files.createFile(copy.resolve("obstacle"));
      putLarge(store, 12);
      Files.delete(obstacle);
      Files.delete(copy);

      putLarge(store, 1);
      assertThat(Files.size(path())).isGreaterThan(1_300_000);

      putLarge(store, 5);
      assertThat(Files.size(path())).isLessThan(1_000_000);
      assertThat(store.size()).isEqualTo(1);
    }
  }

  private static void putLarge(FileCacheStore store, int times) {
    for (int i = 0; i < times; i++) {
      store.put(new CacheKey("acme", "large"), new byte[100_000], Instant.ofEpochSecond(1_000));
    }
  }

  private Path path() {
    return folder.resolve("responses.cache");
  }

  private FileCacheStore open() {
    return FileCacheStore.open(path(), clock);
  }

  private CachedAgent<Inquiry, Plan> cached(CacheStore store) {
    return CachedAgent.of(agent, ResponseCache.builder().timeSource(clock).store(store).build());
  }
}
