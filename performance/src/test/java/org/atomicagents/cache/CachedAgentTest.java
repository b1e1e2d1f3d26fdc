package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.AgentException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Usage;
import org.atomicagents.metrics.TimedAgent;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CachedAgentTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");

  private final DrivenClock clock = DrivenClock.stopped();
  private final ScriptedModel script =
      ScriptedModel.by(
          request -> ScriptedResponse.text(CacheTypes.PLAN_JSON).withUsage(Usage.of(12, 5)));
  private final AtomicAgent<Inquiry, Plan> agent =
      AtomicAgent.of(Inquiry.class, Plan.class, script.model());

  @Test
  @DisplayName("F03 an output of the age of its time to live is removed")
  void f03() {
    var cache = cache().timeToLive(Duration.ofHours(1)).build();
    var cached = CachedAgent.of(agent, cache);
    cached.run(INPUT);

    clock.advance(Duration.ofSeconds(3599));
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
    clock.advance(Duration.ofSeconds(1));
    assertThat(cached.withMode(CacheMode.READ_ONLY).call(INPUT).cacheState())
        .isEqualTo(CacheState.MISS);

    assertThat(cache.size()).isZero();
    assertThat(script.requests()).hasSize(2);
  }

  @Test
  @DisplayName("F03 clearExpired removes all expired outputs")
  void f03ClearExpired() {
    var cache = cache().timeToLive(Duration.ofHours(1)).build();
    var cached = CachedAgent.of(agent, cache);
    cached.run(new Inquiry("a"));
    cached.run(new Inquiry("b"));
    clock.advance(Duration.ofSeconds(1));
    cached.run(new Inquiry("c"));

    clock.advance(Duration.ofSeconds(3599));
    cache.clearExpired();

    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void returnsAHitWithoutRequestsAndUsage() {
    var cached = CachedAgent.of(agent, cache().build());
    RunResult<Plan> miss = cached.call(INPUT);

    RunResult<Plan> hit = cached.call(INPUT);

    assertThat(miss.cacheState()).isEqualTo(CacheState.MISS);
    assertThat(miss.usage()).isEqualTo(Usage.of(12, 5));
    assertThat(hit.cacheState()).isEqualTo(CacheState.HIT);
    assertThat(hit.output()).isEqualTo(miss.output()).isEqualTo(CacheTypes.PLAN);
    assertThat(hit.usage()).isEqualTo(Usage.NONE);
    assertThat(hit.requests()).isZero();
    assertThat(hit.model()).isEqualTo(miss.model());
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  @DisplayName("F06 a hit is committed to the history")
  void f06Record() {
    var cached = CachedAgent.of(agent, cache().build());
    cached.run(INPUT);
    ChatHistory history = ChatHistory.unbounded();

    cached.run(INPUT, RunOptions.history(history));

    assertThat(history.messages())
        .extracting(Message::role)
        .containsExactly(Role.USER, Role.ASSISTANT);
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  @DisplayName("F06 the policy SKIP leaves the history unchanged")
  void f06Skip() {
    var cached = CachedAgent.of(agent, cache().build()).withHits(CacheHitPolicy.SKIP);
    ChatHistory missed = ChatHistory.unbounded();
    cached.run(INPUT, RunOptions.history(missed));
    ChatHistory history = ChatHistory.unbounded();

    cached.run(INPUT, RunOptions.history(history));

    assertThat(missed.messages()).hasSize(2);
    assertThat(history.messages()).isEmpty();
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void storesNoFailures() {
    var failing = ScriptedModel.answering("no", "no", "no", CacheTypes.PLAN_JSON);
    var cache = cache().build();
    var cached = CachedAgent.of(AtomicAgent.of(Inquiry.class, Plan.class, failing.model()), cache);
    assertThatThrownBy(() -> cached.run(INPUT)).isInstanceOf(AgentException.class);

    assertThat(cache.size()).isZero();
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.MISS);
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
  }

  @Test
  void readsAndWritesAsTheModeAllows() {
    var cache = cache().build();
    var cached = CachedAgent.of(agent, cache);

    assertThat(state(cached, CacheMode.OFF)).isEqualTo(CacheState.NONE);
    assertThat(state(cached, CacheMode.READ_ONLY)).isEqualTo(CacheState.MISS);
    assertThat(cache.size()).isZero();
    assertThat(state(cached, CacheMode.WRITE_ONLY)).isEqualTo(CacheState.MISS);
    assertThat(state(cached, CacheMode.WRITE_ONLY)).isEqualTo(CacheState.MISS);
    assertThat(state(cached, CacheMode.READ_ONLY)).isEqualTo(CacheState.HIT);
    assertThat(state(cached, CacheMode.ON)).isEqualTo(CacheState.HIT);
    assertThat(state(cached, CacheMode.OFF)).isEqualTo(CacheState.NONE);
    assertThat(script.requests()).hasSize(5);
  }

  private static CacheState state(CachedAgent<Inquiry, Plan> cached, CacheMode mode) {
    return cached.withMode(mode).call(INPUT).cacheState();
  }

  @Test
  void ignoresOutputsAboveTheMaximumAgeOfACall() {
    var cached = CachedAgent.of(agent, cache().build());
    cached.run(INPUT);
    clock.advance(Duration.ofSeconds(60));

    assertThat(cached.withMaxAge(Duration.ofSeconds(61)).call(INPUT).cacheState())
        .isEqualTo(CacheState.HIT);
    assertThat(
            cached
                .withMode(CacheMode.READ_ONLY)
                .withMaxAge(Duration.ofSeconds(60))
                .call(INPUT)
                .cacheState())
        .isEqualTo(CacheState.MISS);
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
  }

  @Test
  void returnsAnExpiredOutputWhileItIsRefreshed() {
    var cache =
        cache()
            .timeToLive(Duration.ofSeconds(60))
            .staleWhileRevalidate(Duration.ofSeconds(30))
            .build();
    var cached = CachedAgent.of(agent, cache);
    cached.run(INPUT);
    clock.advance(Duration.ofSeconds(60));

    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);

    GatedResponses.awaitThat(() -> cache.statistics().writes() == 2);
    clock.advance(Duration.ofSeconds(59));
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
    assertThat(script.requests()).hasSize(2);
    assertThat(cache.statistics().staleHits()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(31));
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.MISS);
  }

  @Test
  void expiresOutputsEarlierByTheJitter() {
    var cache =
        cache().timeToLive(Duration.ofSeconds(100)).jitter(0.5).random(new Random(7)).build();
    var cached = CachedAgent.of(agent, cache);
    for (int i = 0; i < 100; i++) {
      cached.run(new Inquiry("q" + i));
    }

    clock.advance(Duration.ofSeconds(49));
    cache.clearExpired();
    assertThat(cache.size()).isEqualTo(100);
    clock.advance(Duration.ofSeconds(26));
    cache.clearExpired();
    assertThat(cache.size()).isBetween(30L, 70L);
    clock.advance(Duration.ofSeconds(25));
    cache.clearExpired();
    assertThat(cache.size()).isZero();
  }

  @Test
  void limitsTheNumberOfOutputs() {
    var cache = cache().maxEntries(10).build();
    var cached = CachedAgent.of(agent, cache);

    for (int i = 0; i < 100; i++) {
      cached.run(new Inquiry("q" + i));
    }

    assertThat(cache.size()).isLessThanOrEqualTo(10);
    assertThat(cache.statistics().evictions()).isEqualTo(90);
  }

  @Test
  void limitsTheSizeOfOutputs() {
    var cache = cache().maxBytes(3_000).build();
    var cached = CachedAgent.of(agent, cache);

    for (int i = 0; i < 100; i++) {
      cached.run(new Inquiry("q" + i));
    }

    assertThat(cache.size()).isBetween(1L, 6L);
  }

  @Test
  void comparesInputsOnlyIfConfigured() {
    var cache = cache().build();
    var brief = ScriptedModel.answering(CacheTypes.PLAN_JSON);
    CachedAgent.of(agent, cache).withKeys(CacheKeyStrategy.inputOnly()).run(INPUT);
    var other =
        CachedAgent.of(agent.withModel(brief.model("other")), cache)
            .withKeys(CacheKeyStrategy.inputOnly());

    assertThat(other.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
    assertThat(other.call(new Inquiry("How do I bake cakes?")).cacheState())
        .isEqualTo(CacheState.MISS);
  }

  @Test
  void countsHitsAndMisses() {
    var cache = cache().build();
    var cached = CachedAgent.of(agent, cache);

    cached.run(INPUT);
    cached.run(INPUT);
    cached.run(INPUT);

    assertThat(cache.statistics()).isEqualTo(new CacheStatistics(2, 0, 0, 1, 0, 1, 0, 0, 1));
    assertThat(cache.statistics().hitRate()).isEqualTo(2 / 3.0);
  }

  @Test
  void usesAPreparedRunOnce() {
    var cached = CachedAgent.of(agent, cache().build());

    try (PreparedRun<Plan> prepared = cached.prepare(INPUT, RunOptions.defaults())) {
      assertThat(prepared.call().output()).isEqualTo(CacheTypes.PLAN);
      assertThatThrownBy(prepared::call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "This run of a cached agent was used or closed already.\nPrepare another run.");
    }
  }

  @Test
  void isTimedWithItsHits() {
    var timed = TimedAgent.of(CachedAgent.of(agent, cache().build()));

    timed.run(INPUT);
    timed.run(INPUT);

    assertThat(timed.metrics().summary().count()).isEqualTo(2);
    assertThat(timed.metrics().summary().cacheHits()).isEqualTo(1);
  }

  private ResponseCacheBuilder cache() {
    return ResponseCache.builder().timeSource(clock);
  }
}
