package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.cache.GatedResponses.awaitThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.PreparationUsage;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Usage;
import org.atomicagents.routing.CascadeAgent;
import org.atomicagents.routing.ModelSelector;
import org.atomicagents.routing.RoutedAgent;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The usage of a classifier that chooses the model of a run whose output is cached or shared. */
@Timeout(60)
class CachedSelectionTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");
  private static final Usage CLASSIFIER = Usage.of(3, 1);
  private static final int RUNS = 5;

  private enum Topic {
    FOOD
  }

  private final ResponseCache cache = ResponseCache.create();
  private final GatedResponses gate = new GatedResponses();
  private final ScriptedModel judge =
      ScriptedModel.by(request -> ScriptedResponse.text("\"FOOD\"").withUsage(CLASSIFIER));

  @Test
  void aHitContainsTheUsageOfItsClassifier() {
    CachedAgent<Inquiry, Plan> cached = cached(routed());
    gate.emit(CacheTypes.PLAN_JSON).end();

    RunResult<Plan> miss = cached.call(INPUT);
    RunResult<Plan> hit = cached.call(INPUT);

    assertThat(miss.usage()).isEqualTo(Usage.of(13, 6));
    assertThat(miss.requests()).isEqualTo(2);
    assertThat(hit.cacheState()).isEqualTo(CacheState.HIT);
    assertThat(hit.usage()).isEqualTo(CLASSIFIER);
    assertThat(hit.requests()).isEqualTo(1);
    assertThat(hit.charges()).hasSize(1);
    assertThat(hit.attempts()).isZero();
    try (AgentStream<Plan> stream = cached.stream(INPUT)) {
      assertThat(stream.runResult().usage()).isEqualTo(CLASSIFIER);
    }
  }

  @Test
  void aHitOfACascadeContainsTheUsageOfItsClassifier() {
    CachedAgent<Inquiry, Plan> cached = cached(CascadeAgent.ofAgents(List.of(routed())));
    gate.emit(CacheTypes.PLAN_JSON).end();
    cached.call(INPUT);

    RunResult<Plan> hit = cached.call(INPUT);

    assertThat(hit.cacheState()).isEqualTo(CacheState.HIT);
    assertThat(hit.usage()).isEqualTo(CLASSIFIER);
  }

  @Test
  void aFingerprintOfACascadeClassifiesOnceAndCounts() {
    AtomicAgent<Inquiry, Plan> first = AtomicAgent.of(Inquiry.class, Plan.class, gate.model());
    Agent<Inquiry, Plan> cascade = CascadeAgent.ofAgents(List.of(first, routed()));
    gate.emit(CacheTypes.PLAN_JSON).end();

    RunResult<Plan> miss = cached(cascade).call(INPUT);
    RunResult<Plan> hit = cached(cascade).call(INPUT);

    assertThat(miss.usage()).isEqualTo(Usage.of(13, 6));
    assertThat(hit.usage()).isEqualTo(CLASSIFIER);
    try (PreparedRun<Plan> run = cascade.prepare(INPUT, RunOptions.defaults())) {
      assertThat(run.preparationUsage().requests()).isZero();
      assertThat(run.fingerprint()).isEqualTo(run.fingerprint());
      assertThat(run.preparationUsage().requests()).isEqualTo(1);
      assertThat(run.detached().orElseThrow().fingerprint()).isEqualTo(run.fingerprint());
      assertThat(run.detached().orElseThrow().preparationUsage()).isEqualTo(PreparationUsage.NONE);
      gate.emit(CacheTypes.PLAN_JSON).end();
      assertThat(run.call().usage()).isEqualTo(Usage.of(13, 6));
    }
    assertThat(judge.requests()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachSharedRunContainsTheUsageOfItsClassifier(boolean isStream) throws Exception {
    List<FutureTask<RunResult<Plan>>> runs = start(isStream);
    gate.emit(CacheTypes.PLAN_JSON).end();

    List<RunResult<Plan>> results = new ArrayList<>();
    for (FutureTask<RunResult<Plan>> run : runs) {
      results.add(run.get());
    }

    assertThat(gate.requests()).isEqualTo(1);
    assertThat(results)
        .extracting(RunResult::usage)
        .containsOnlyOnce(Usage.of(13, 6))
        .filteredOn(CLASSIFIER::equals)
        .hasSize(RUNS - 1);
    assertThat(results.stream().mapToInt(RunResult::requests).sum()).isEqualTo(RUNS + 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachSharedFailureContainsTheUsageOfItsClassifier(boolean isStream) throws Exception {
    List<FutureTask<RunResult<Plan>>> runs = start(isStream);
    gate.emit("{\"summary\":\"").report(Usage.of(10, 5));
    gate.fail(LimitExceededException.of("the requests of the test", 1, 1));

    List<AgentException> failures = new ArrayList<>();
    for (FutureTask<RunResult<Plan>> run : runs) {
      try {
        run.get();
      } catch (ExecutionException e) {
        failures.add((AgentException) e.getCause());
      }
    }

    assertThat(failures)
        .extracting(AgentException::usage)
        .containsOnlyOnce(Usage.of(13, 6))
        .filteredOn(CLASSIFIER::equals)
        .hasSize(RUNS - 1);
  }

  private List<FutureTask<RunResult<Plan>>> start(boolean isStream) {
    CachedAgent<Inquiry, Plan> cached = cached(routed());
    List<FutureTask<RunResult<Plan>>> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      var run = new FutureTask<>(() -> isStream ? streamed(cached) : cached.call(INPUT));
      Thread.ofVirtual().start(run);
      runs.add(run);
    }
    awaitThat(() -> cache.engine().waitingRuns() == RUNS);
    return runs;
  }

  private static RunResult<Plan> streamed(Agent<Inquiry, Plan> agent) {
    try (AgentStream<Plan> stream = agent.stream(INPUT)) {
      stream.forEach(partial -> {});
      return stream.runResult();
    }
  }

  private Agent<Inquiry, Plan> routed() {
    var classifier = AtomicAgent.of(Inquiry.class, Schema.of(Topic.class), judge.model());
    return RoutedAgent.of(
        AtomicAgent.of(Inquiry.class, Plan.class, gate.model()),
        ModelSelector.byClassifier(classifier, Map.of(Topic.FOOD, gate.model())));
  }

  private CachedAgent<Inquiry, Plan> cached(Agent<Inquiry, Plan> agent) {
    return CachedAgent.of(agent, Schema.of(Plan.class), cache);
  }
}
