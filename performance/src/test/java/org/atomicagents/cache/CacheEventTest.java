package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.cache.GatedResponses.awaitThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentEvent.CacheHit;
import org.atomicagents.model.AgentEvent.CacheShared;
import org.atomicagents.model.AgentEvent.RunCompleted;
import org.atomicagents.model.Listeners;
import org.junit.jupiter.api.Test;

class CacheEventTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");

  private final DrivenClock clock = DrivenClock.stopped();
  private final List<AgentEvent> events = new CopyOnWriteArrayList<>();
  private final GatedResponses gate = new GatedResponses();
  private final ResponseCache cache =
      ResponseCache.builder()
          .timeSource(clock)
          .timeToLive(Duration.ofMinutes(1))
          .staleWhileRevalidate(Duration.ofHours(1))
          .build();
  private final CachedAgent<Inquiry, Plan> cached =
      CachedAgent.of(
          AtomicAgent.builder(Inquiry.class, Plan.class, gate.model())
              .name("baker")
              .listeners(Listeners.of(events::add))
              .build(),
          cache);

  @Test
  void emitsHitsWithTheirAge() {
    fill();

    clock.advance(Duration.ofSeconds(30));
    cached.run(INPUT);
    try (AgentStream<Plan> stream = cached.stream(INPUT)) {
      stream.result();
    }

    assertThat(events)
        .containsExactly(
            new CacheHit("baker", Duration.ofSeconds(30), false),
            new CacheHit("baker", Duration.ofSeconds(30), false));
  }

  @Test
  void marksHitsThatHaveExpired() {
    fill();

    clock.advance(Duration.ofSeconds(90));
    cached.run(INPUT);

    assertThat(events).contains(new CacheHit("baker", Duration.ofSeconds(90), true));
  }

  @Test
  void emitsHitsToTheListenersOfTheRun() {
    fill();
    List<AgentEvent> own = new ArrayList<>();

    cached.run(INPUT, RunOptions.defaults().withListener(own::add));

    assertThat(own).containsExactly(new CacheHit("baker", Duration.ZERO, false));
  }

  @Test
  void emitsSharedRuns() throws Exception {
    List<FutureTask<Plan>> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      var run = new FutureTask<>(() -> cached.run(INPUT));
      Thread.ofVirtual().start(run);
      runs.add(run);
    }
    awaitThat(() -> cache.engine().waitingRuns() == 3);

    gate.emit(CacheTypes.PLAN_JSON).end();

    for (FutureTask<Plan> run : runs) {
      assertThat(run.get()).isEqualTo(CacheTypes.PLAN);
    }
    assertThat(events.stream().filter(CacheShared.class::isInstance))
        .containsExactly(new CacheShared("baker"), new CacheShared("baker"));
    assertThat(events.stream().filter(RunCompleted.class::isInstance)).hasSize(1);
  }

  private void fill() {
    gate.emit(CacheTypes.PLAN_JSON).end();
    cached.run(INPUT);
    events.clear();
  }
}
