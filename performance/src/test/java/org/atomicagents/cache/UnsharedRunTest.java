package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.metrics.TimedAgent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that cannot be separated from their conversation, such as those of tool loops. */
class UnsharedRunTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");

  private final ScriptedModel script =
      ScriptedModel.answering(CacheTypes.PLAN_JSON, CacheTypes.PLAN_JSON);
  private final AtomicAgent<Inquiry, Plan> agent =
      AtomicAgent.of(Inquiry.class, Plan.class, script.model());
  private final Agent<Inquiry, Plan> attached =
      (input, options) -> new AttachedRun<>(agent.prepare(input, options));
  private final CachedAgent<Inquiry, Plan> cached =
      CachedAgent.of(attached, agent.output(), ResponseCache.create());

  @Test
  void storesTheOutputOfACall() {
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.MISS);
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
  }

  @Test
  void storesTheOutputOfAStream() {
    try (AgentStream<Plan> stream = cached.stream(INPUT)) {
      assertThat(stream.runResult().cacheState()).isEqualTo(CacheState.MISS);
    }

    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
  }

  @Test
  void storesTheOutputOfATimedStreamThatIsReadByItsPartialValues() {
    ResponseCache cache = ResponseCache.create();
    var timed = CachedAgent.of(TimedAgent.of(agent), agent.output(), cache);
    try (AgentStream<Plan> stream = timed.stream(INPUT)) {
      stream.forEach(partial -> {});
    }

    assertThat(timed.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
    assertThat(script.requests()).hasSize(1);
    assertThat(cache.statistics().writes()).isEqualTo(1);
  }

  @Test
  void storesNoOutputOfAClosedStream() {
    ResponseCache cache = ResponseCache.create();
    var timed = CachedAgent.of(TimedAgent.of(agent), agent.output(), cache);
    try (AgentStream<Plan> stream = timed.stream(INPUT)) {
      stream.awaitStart();
    }

    assertThat(cache.size()).isZero();
  }

  @Test
  void readsTheCacheOfACachedAgent() {
    var inner = CachedAgent.of(agent, ResponseCache.create());
    inner.run(INPUT);
    var outer = CachedAgent.of(inner, agent.output(), ResponseCache.create());

    assertThat(outer.run(INPUT)).isEqualTo(CacheTypes.PLAN);

    assertThat(script.requests()).hasSize(1);
    try (AgentStream<Plan> stream = outer.stream(INPUT)) {
      assertThat(stream.result()).isEqualTo(CacheTypes.PLAN);
    }
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  @Timeout(30)
  void aCachedAgentOfTheSameCacheIsCachedOnce() {
    ResponseCache cache = ResponseCache.create();
    var inner = CachedAgent.of(agent, cache);
    var outer = CachedAgent.of(TimedAgent.of(inner), agent.output(), cache);

    assertThat(outer.run(INPUT)).isEqualTo(CacheTypes.PLAN);
    assertThat(outer.run(INPUT)).isEqualTo(CacheTypes.PLAN);

    assertThat(script.requests()).hasSize(1);
    assertThat(cache.statistics().hits()).isEqualTo(1);
  }

  private record AttachedRun<O>(PreparedRun<O> run) implements PreparedRun<O> {

    @Override
    public ModelRequest request() {
      return run.request();
    }

    @Override
    public String fingerprint() {
      return run.fingerprint();
    }

    @Override
    public TokenCount tokens() {
      return run.tokens();
    }

    @Override
    public RunResult<O> call() {
      return run.call();
    }

    @Override
    public AgentStream<O> stream() {
      return run.stream();
    }

    @Override
    public void commit(O output) {
      run.commit(output);
    }

    @Override
    public void close() {
      run.close();
    }
  }
}
