package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.cache.GatedResponses.awaitThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.message.Content;
import org.atomicagents.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a response that only its provider understands, such as encrypted reasoning. */
class OpaquePartTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");
  private static final Content.Opaque REASONING =
      new Content.Opaque("test", "gated", "\"c2lnbmF0dXJl\"");
  private static final List<Content> COMMITTED =
      List.of(REASONING, new Content.Text(CacheTypes.PLAN_JSON));

  private final GatedResponses gate = new GatedResponses();
  private final ResponseCache cache = ResponseCache.create();
  private final AtomicAgent<Inquiry, Plan> agent =
      AtomicAgent.of(Inquiry.class, Plan.class, gate.model());
  private final CachedAgent<Inquiry, Plan> cached = CachedAgent.of(agent, cache);

  @Test
  void areCommittedByAHitLikeByItsRun() {
    respond();
    assertThat(committed(cached)).isEqualTo(COMMITTED);

    assertThat(committed(cached)).isEqualTo(COMMITTED);
    assertThat(cached.call(INPUT).opaque()).containsExactly(REASONING);
    assertThat(gate.requests()).isEqualTo(1);
  }

  @Test
  void areCommittedByEachSharedRun() throws Exception {
    List<FutureTask<List<Content>>> runs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      var run = new FutureTask<>(() -> committed(cached));
      Thread.ofVirtual().start(run);
      runs.add(run);
    }
    awaitThat(() -> cache.engine().waitingRuns() == 5);

    respond();

    for (FutureTask<List<Content>> run : runs) {
      assertThat(run.get()).isEqualTo(COMMITTED);
    }
  }

  @Test
  void areOmittedForAnotherRequestWithTheSameKey() {
    respond();
    cached.withKeys(CacheKeyStrategy.inputOnly()).run(INPUT);
    Model other = Model.of(gate.model().client(), "another model");

    List<Content> committed =
        committed(
            CachedAgent.of(agent.withModel(other), cache).withKeys(CacheKeyStrategy.inputOnly()));

    assertThat(committed).containsExactly(new Content.Text(CacheTypes.PLAN_JSON));
    assertThat(gate.requests()).isEqualTo(1);
  }

  @Test
  void areNotStoredBeyondTheProcess(@TempDir Path folder) {
    respond();
    try (var store = FileCacheStore.open(folder.resolve("responses.cache"))) {
      CachedAgent.of(agent, ResponseCache.builder().store(store).build()).run(INPUT);
      awaitThat(() -> store.size() == 1);

      RunResult<Plan> hit =
          CachedAgent.of(agent, ResponseCache.builder().store(store).build()).call(INPUT);

      assertThat(hit.opaque()).isEmpty();
      assertThat(gate.requests()).isEqualTo(1);
    }
  }

  private void respond() {
    gate.emitOpaque(REASONING).emit(CacheTypes.PLAN_JSON).end();
  }

  private static List<Content> committed(CachedAgent<Inquiry, Plan> agent) {
    ChatHistory history = ChatHistory.unbounded();
    agent.run(INPUT, RunOptions.history(history));
    return history.messages().getLast().parts();
  }
}
