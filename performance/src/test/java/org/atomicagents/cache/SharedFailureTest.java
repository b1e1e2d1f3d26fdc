package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.cache.GatedResponses.awaitThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Usage;
import org.atomicagents.metrics.TimedAgent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exceptions of runs that share a failing request. */
class SharedFailureTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");
  private static final int RUNS = 20;

  private final GatedResponses gate = new GatedResponses();
  private final ResponseCache cache = ResponseCache.create();
  private final TimedAgent<Inquiry, Plan> agent =
      TimedAgent.of(CachedAgent.of(AtomicAgent.of(Inquiry.class, Plan.class, gate.model()), cache));

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachRunThrowsAnExceptionOfItsOwn(boolean isStream) throws Exception {
    List<AgentException> failures = failures(isStream);

    assertThat(failures).doesNotHaveDuplicates();
    assertThat(failures)
        .allSatisfy(failure -> {
          assertThat(failure)
              .isInstanceOf(LimitExceededException.class)
              .hasMessage(failures.getFirst().getMessage());
          assertThat(failure.getSuppressed()).hasSize(1);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneExceptionContainsTheUsage(boolean isStream) throws Exception {
    List<AgentException> failures = failures(isStream);

    assertThat(failures)
        .extracting(AgentException::usage)
        .containsOnlyOnce(Usage.of(10, 5))
        .filteredOn(usage -> usage.equals(Usage.NONE))
        .hasSize(RUNS - 1);
    assertThat(agent.metrics().summary().usage()).isEqualTo(Usage.of(10, 5));
    assertThat(agent.metrics().summary().failureCount()).isEqualTo(RUNS);
  }

  private List<AgentException> failures(boolean isStream) throws InterruptedException {
    List<FutureTask<Plan>> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      var run = new FutureTask<>(() -> isStream ? streamed(agent) : agent.run(INPUT));
      Thread.ofVirtual().start(run);
      runs.add(run);
    }
    awaitThat(() -> cache.engine().waitingRuns() == RUNS);
    gate.emit("{\"summary\":\"").report(Usage.of(10, 5));
    gate.fail(LimitExceededException.of("the requests of the test", 1, 1));
    List<AgentException> failures = new ArrayList<>();
    for (FutureTask<Plan> run : runs) {
      try {
        run.get();
      } catch (ExecutionException e) {
        failures.add((AgentException) e.getCause());
      }
    }
    assertThat(failures).hasSize(RUNS);
    return failures;
  }

  private static Plan streamed(Agent<Inquiry, Plan> agent) {
    try (AgentStream<Plan> stream = agent.stream(INPUT)) {
      stream.forEach(partial -> {});
      return stream.result();
    }
  }
}
