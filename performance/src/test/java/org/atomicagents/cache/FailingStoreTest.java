package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.cache.GatedResponses.awaitThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.error.StoreException;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailingStoreTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");

  private final AtomicAgent<Inquiry, Plan> agent =
      AtomicAgent.of(
          Inquiry.class,
          Plan.class,
          ScriptedModel.by(request -> ScriptedResponse.text(CacheTypes.PLAN_JSON)).model());

  /** A store whose operations fail, except that reading may return a value. */
  private record FailingStore(Supplier<byte @Nullable []> read, Supplier<byte @Nullable []> change)
      implements CacheStore {

    @Override
    public byte @Nullable [] get(CacheKey key, Instant now) {
      return read.get();
    }

    @Override
    public void put(CacheKey key, byte[] value, Instant expiry) {
      Object unused = change.get();
    }

    @Override
    public void remove(CacheKey key) {
      Object unused = change.get();
    }

    @Override
    public void removeExpired(Instant now) {
      Object unused = change.get();
    }
  }

  static Stream<Supplier<byte @Nullable []>> failures() {
    return Stream.of(
        () -> {
          throw new IllegalStateException("testing");
        },
        () -> {
          throw StoreException.of("testing", null);
        },
        () -> {
          throw new NoClassDefFoundError("testing");
        });
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isAMissAndDoesNotFailTheRun(Supplier<byte @Nullable []> failure) {
    var cache = ResponseCache.builder().store(new FailingStore(failure, failure)).build();
    var cached = CachedAgent.of(agent, cache);

    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.MISS);

    awaitThat(() -> cache.statistics().storeFailures() == 2);
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
    cache.clearExpired();
    assertThat(cache.statistics().storeFailures()).isEqualTo(3);
  }

  @Test
  void ignoresBytesOfAnotherOrigin() {
    byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
    var cache =
        ResponseCache.builder()
            .store(
                new FailingStore(
                    () -> garbage,
                    () -> {
                      throw new IllegalStateException("testing");
                    }))
            .build();

    assertThat(CachedAgent.of(agent, cache).call(INPUT).cacheState()).isEqualTo(CacheState.MISS);
  }
}
