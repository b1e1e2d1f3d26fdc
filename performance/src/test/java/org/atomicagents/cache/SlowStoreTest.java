package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.cache.GatedResponses.awaitThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlowStoreTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");

  private final AtomicInteger responses = new AtomicInteger();
  private final AtomicAgent<Inquiry, Plan> agent =
      AtomicAgent.of(
          Inquiry.class,
          Plan.class,
          ScriptedModel.by(request ->
                  ScriptedResponse.text(
                      CacheTypes.PLAN_JSON.replace(
                          "First", "Plan " + responses.incrementAndGet() + ": ")))
              .model());

  private final Map<CacheKey, byte[]> values = new ConcurrentHashMap<>();
  private final DrivenClock clock = DrivenClock.stopped();
  private final AtomicReference<@Nullable Runnable> whileReading = new AtomicReference<>();
  private final ResponseCache cache =
      ResponseCache.builder().store(new SlowStore(values, whileReading)).timeSource(clock).build();

  @Test
  void keepsAnOutputThatIsNewerThanThatOfTheStore() {
    var cached = CachedAgent.of(agent, cache);
    Plan first = cached.run(INPUT);
    awaitThat(() -> !values.isEmpty());
    cache.clear();
    clock.advance(Duration.ofMinutes(1));
    whileReading.set(() -> cached.withMode(CacheMode.WRITE_ONLY).run(INPUT));

    Plan stored = cached.run(INPUT);

    assertThat(stored).isEqualTo(first);
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
    assertThat(cached.run(INPUT).summary()).startsWith("Plan 2");
  }

  /** A store that runs an action while it reads. */
  private record SlowStore(
      Map<CacheKey, byte[]> values, AtomicReference<@Nullable Runnable> whileReading)
      implements CacheStore {

    @Override
    public byte @Nullable [] get(CacheKey key, Instant now) {
      byte[] value = values.get(key);
      Runnable action = whileReading.getAndSet(null);
      if (action != null) {
        action.run();
      }
      return value;
    }

    @Override
    public void put(CacheKey key, byte[] value, Instant expiry) {
      values.put(key, value);
    }

    @Override
    public void remove(CacheKey key) {
      values.remove(key);
    }
  }
}
