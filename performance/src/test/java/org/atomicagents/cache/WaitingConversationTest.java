package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.cache.GatedResponses.awaitThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.FutureTask;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.error.ConflictException;
import org.atomicagents.limit.DrivenClock;
import org.junit.jupiter.api.Test;

/** Conversations of runs that wait for a shared response. */
class WaitingConversationTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");
  private static final Duration LONG = ChatHistory.MAX_IDLE_TIME.plusMinutes(1);

  private final DrivenClock clock = DrivenClock.stopped();
  private final GatedResponses gate = new GatedResponses();
  private final ResponseCache cache = ResponseCache.builder().timeSource(clock).build();
  private final CachedAgent<Inquiry, Plan> cached =
      CachedAgent.of(
          AtomicAgent.builder(Inquiry.class, Plan.class, gate.model()).timeSource(clock).build(),
          cache);
  private final ChatHistory history =
      ChatHistory.builder().overlapPolicy(OverlapPolicy.REJECT).build();

  @Test
  void areKeptDuringALongCall() throws Exception {
    var run = new FutureTask<>(() -> cached.run(INPUT, RunOptions.history(history)));
    Thread.ofVirtual().start(run);
    awaitThat(() -> cache.engine().waitingRuns() == 1);
    gate.awaitRequest();

    clock.advance(LONG);

    assertIsTaken();
    gate.emit(CacheTypes.PLAN_JSON).end();
    assertThat(run.get()).isEqualTo(CacheTypes.PLAN);
    assertThat(history.messages()).hasSize(2);
  }

  @Test
  void areKeptWhileAReaderWaits() throws Exception {
    try (AgentStream<Plan> stream = cached.stream(INPUT, RunOptions.history(history))) {
      Iterator<Partial<Plan>> partials = stream.iterator();
      var read = new FutureTask<>(() -> partials.next().json());
      Thread reader = Thread.ofVirtual().start(read);
      gate.awaitRequest();
      awaitThat(() -> reader.getState() == Thread.State.WAITING);

      clock.advance(LONG);

      assertIsTaken();
      gate.emit(CacheTypes.PLAN_JSON).end();
      read.get();
      assertThat(stream.result()).isEqualTo(CacheTypes.PLAN);
      assertThat(history.messages()).hasSize(2);
    }
  }

  @Test
  void areLostByAStreamThatIsNotRead() {
    gate.emit(CacheTypes.PLAN_JSON).end();
    AgentStream<Plan> abandoned = cached.stream(INPUT, RunOptions.history(history));
    abandoned.awaitStart();
    awaitThat(() -> cache.size() == 1);
    gate.emit(CacheTypes.PLAN_JSON).end();

    clock.advance(LONG);

    assertThat(cached.run(new Inquiry("another"), RunOptions.history(history)))
        .isEqualTo(CacheTypes.PLAN);
    abandoned.close();
  }

  private void assertIsTaken() {
    assertThatThrownBy(() -> cached.run(INPUT, RunOptions.history(history)))
        .isInstanceOf(ConflictException.class);
  }
}
