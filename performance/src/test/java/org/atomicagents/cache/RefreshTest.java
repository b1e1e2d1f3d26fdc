package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.error.CancelledException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

class RefreshTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");

  private final DrivenClock clock = DrivenClock.stopped();
  private final AtomicBoolean fails = new AtomicBoolean();
  private final ScriptedModel script =
      ScriptedModel.by(request ->
          fails.get()
              ? ScriptedResponse.throwing(CancelledException.closed("a failing provider"))
              : ScriptedResponse.text(CacheTypes.PLAN_JSON));
  private final ResponseCache cache =
      ResponseCache.builder()
          .timeSource(clock)
          .timeToLive(Duration.ofSeconds(5))
          .staleWhileRevalidate(Duration.ofMinutes(10))
          .build();
  private final CachedAgent<Inquiry, Plan> cached =
      CachedAgent.of(AtomicAgent.of(Inquiry.class, Plan.class, script.model()), cache);

  @Test
  void sendsOneRequestInTenSecondsWhileTheProviderFails() {
    cached.run(INPUT);
    clock.advance(Duration.ofSeconds(5));
    fails.set(true);

    hitAndAwaitTheRefresh(20);
    assertThat(script.requests()).hasSize(2);

    clock.advance(Duration.ofSeconds(10));
    hitAndAwaitTheRefresh(20);
    assertThat(script.requests()).hasSize(3);
  }

  @Test
  void refreshesAgainAfterASuccess() {
    cached.run(INPUT);
    for (int i = 1; i <= 3; i++) {
      clock.advance(Duration.ofSeconds(5));
      hitAndAwaitTheRefresh(1);
      assertThat(script.requests()).hasSize(1 + i);
    }
  }

  private void hitAndAwaitTheRefresh(int hits) {
    for (int i = 0; i < hits; i++) {
      assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
      GatedResponses.awaitThat(() -> cache.engine().waitingRuns() == 0);
    }
  }
}
