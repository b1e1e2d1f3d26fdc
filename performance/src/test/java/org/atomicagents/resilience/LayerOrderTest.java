package org.atomicagents.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.CacheState;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.error.AgentException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Compares the counts of runs through random combinations of layers with an independent model:
 * retries, re-asks, fallbacks, hedges, a cache and usage limits.
 */
@Timeout(120)
class LayerOrderTest {
  private static final long SEED = Long.getLong("atomic.seed", new Random().nextLong());
  private static final int CASES = 3_000;
  private static final BasicChatInput HELLO = new BasicChatInput("hello");

  @Test
  void countsAttemptsRequestsUsageAndCostInEveryCombination() {
    System.out.println("LayerOrderTest: -Datomic.seed=" + SEED);
    var random = new Random(SEED);
    var outcomes = new TreeMap<String, Integer>();
    for (int i = 0; i < CASES; i++) {
      ExpectedRun run = check(OrderCase.random(random), "case " + i + " of -Datomic.seed=" + SEED);
      outcomes.merge(run.failure == null ? "output" : run.failure.getSimpleName(), 1, Integer::sum);
      outcomes.merge("retried", Math.min(1, run.retried), Integer::sum);
      outcomes.merge("replaced", Math.min(1, run.replaced), Integer::sum);
      outcomes.merge("hedged", Math.min(1, run.hedged), Integer::sum);
      outcomes.merge("replaced in a stream", run.isEstimated ? 1 : 0, Integer::sum);
    }
    assertThat(outcomes)
        .containsOnlyKeys(
            "output",
            "AllModelsFailedException",
            "BadRequestException",
            "InvalidOutputException",
            "LimitExceededException",
            "TransportException",
            "UnavailableException",
            "retried",
            "replaced",
            "hedged",
            "replaced in a stream")
        .allSatisfy((outcome, cases) -> assertThat(cases).as(outcome).isGreaterThan(CASES / 100));
  }

  private static ExpectedRun check(OrderCase layers, String description) {
    ExpectedRun expected = new ExpectedRun(layers).run();
    List<AgentEvent> events = new CopyOnWriteArrayList<>();
    Agent<BasicChatInput, BasicChatOutput> agent = agent(layers, events);
    String label = description + ": " + layers;

    try {
      RunResult<BasicChatOutput> result = run(agent, layers);
      assertThat(expected.failure).as(label).isNull();
      assertThat(result.output()).as(label).isEqualTo(new BasicChatOutput("hi"));
      checkCounts(
          expected,
          result.attempts(),
          result.requests(),
          result.usage(),
          result.cost().orElse(BigDecimal.ZERO),
          label);
      if (layers.isCached()) {
        assertThat(run(agent, layers).cacheState()).as(label).isEqualTo(CacheState.HIT);
      }
    } catch (AgentException e) {
      assertThat(e.getClass()).as(label + "\n" + e).isEqualTo(expected.failure);
      checkCounts(
          expected, e.attempts(), e.requests(), e.usage(), e.cost().orElse(BigDecimal.ZERO), label);
    }
    checkEvents(expected, events, label);
    return expected;
  }

  private static void checkCounts(
      ExpectedRun expected,
      int attempts,
      int requests,
      Usage usage,
      BigDecimal cost,
      String label) {
    assertThat(attempts).as("attempts of " + label).isEqualTo(expected.attempts);
    assertThat(requests).as("requests of " + label).isEqualTo(expected.requests);
    if (expected.isEstimated) {
      assertThat(usage.inputTokens()).as(label).isGreaterThanOrEqualTo(expected.inputTokens);
      assertThat(cost).as(label).isGreaterThanOrEqualTo(expected.cost);
    } else {
      assertThat(usage)
          .as("usage of " + label)
          .isEqualTo(Usage.of(expected.inputTokens, expected.outputTokens));
      assertThat(cost).as("cost of " + label).isEqualByComparingTo(expected.cost);
    }
  }

  private static void checkEvents(ExpectedRun expected, List<AgentEvent> events, String label) {
    assertThat(count(events, AgentEvent.RequestSent.class))
        .as("sent in " + label)
        .isEqualTo(expected.requests);
    assertThat(count(events, AgentEvent.RequestRetried.class))
        .as("retried in " + label)
        .isEqualTo(expected.retried);
    assertThat(count(events, AgentEvent.ModelReplaced.class))
        .as("replaced in " + label)
        .isEqualTo(expected.replaced);
    assertThat(count(events, AgentEvent.RequestHedged.class))
        .as("hedged in " + label)
        .isEqualTo(expected.hedged);
    assertThat(count(events, AgentEvent.ResponseReceived.class))
        .as("received in " + label)
        .isEqualTo(expected.attempts);
  }

  private static long count(List<AgentEvent> events, Class<? extends AgentEvent> type) {
    return events.stream().filter(type::isInstance).count();
  }

  private static Agent<BasicChatInput, BasicChatOutput> agent(
      OrderCase layers, List<AgentEvent> events) {
    var clock = DrivenClock.stopped();
    AtomicAgent<BasicChatInput, BasicChatOutput> agent =
        AtomicAgent.builder(new OrderedModels(layers, clock).model())
            .systemPrompt(SystemPrompt.builder().background("Answer.").build())
            .listeners(Listeners.of(events::add))
            .build();
    return layers.isCached()
        ? CachedAgent.of(agent, ResponseCache.builder().timeToLive(Duration.ofHours(1)).build())
        : agent;
  }

  private static RunResult<BasicChatOutput> run(
      Agent<BasicChatInput, BasicChatOutput> agent, OrderCase layers) {
    RunOptions options =
        RunOptions.defaults()
            .withLimits(
                RunLimits.defaults()
                    .withMaxAttempts(layers.maxAttempts())
                    .withMaxRequests(layers.maxRequests()));
    if (!layers.isStreamed()) {
      return agent.call(HELLO, options);
    }
    try (AgentStream<BasicChatOutput> stream = agent.stream(HELLO, options)) {
      return stream.runResult();
    }
  }
}
