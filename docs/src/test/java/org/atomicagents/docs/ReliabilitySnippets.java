package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.resilience.Bulkhead;
import org.atomicagents.resilience.CircuitBreaker;
import org.atomicagents.resilience.CircuitState;
import org.atomicagents.resilience.FirstTokenLimit;
import org.atomicagents.resilience.GracefulShutdown;
import org.atomicagents.resilience.HedgePolicy;
import org.atomicagents.resilience.ModelChain;
import org.atomicagents.resilience.ModelFallback;
import org.atomicagents.resilience.ShutdownReport;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class ReliabilitySnippets {
  private static final String GOOD = "{\"chat_message\":\"hi\"}";
  private static final ProviderError DOWN = new ProviderError("p", 503, null, "down", "");
  private static final BasicChatInput QUESTION = new BasicChatInput("Why is the sky blue?");

  private final Model model = ScriptedModel.answering(GOOD).model("large");
  private final Model other = ScriptedModel.answering(GOOD).model("other");
  private final Model down =
      ScriptedModel.by(
              request -> {
                throw UnavailableException.of(DOWN, null);
              })
          .model("down");

  @Test
  void firstFallback() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      List<String> lines = ChildJvm.run(provider, FirstFallback.class);

      assertThat(lines.getLast()).isEqualTo("CLOSED");
    }
  }

  @Test
  void order() {
    // @start region="order"
    Model reliable =
        ModelChain.of(model)
            .withFallback(other)
            .withHedging(HedgePolicy.ofDefaults())
            .withRetry(RetryPolicy.ofDefaults())
            .withCircuitBreaker(CircuitBreaker.ofDefaults())
            .withBulkhead(Bulkhead.of(50))
            .withRateLimit(RateLimit.perMinute(600).build())
            .withFirstTokenLimit(FirstTokenLimit.of(Duration.ofSeconds(10)))
            .toModel();
    // @end
    AtomicAgent.of(reliable).run(QUESTION);
  }

  @Test
  void fallback() {
    // @start region="fallback"
    var fallback = ModelFallback.to(other).withAccountFailures();
    var replaced = new ArrayList<String>();
    var agent =
        AtomicAgent.builder(down.with(fallback))
            .listeners(
                Listeners.none()
                    .with(AgentEvent.ModelReplaced.class, event -> replaced.add(event.next())))
            .build();

    var result = agent.call(QUESTION);
    // @end
    assertThat(result.model()).isEqualTo("other");
    assertThat(replaced).containsExactly("other");
  }

  @Test
  void allModelsFailed() {
    var agent = AtomicAgent.of(down.with(ModelFallback.to(down)));
    var causes = new ArrayList<String>();
    // @start region="all-failed"
    try {
      agent.run(QUESTION);
    } catch (AllModelsFailedException e) {
      e.causes().forEach(cause -> causes.add(cause.getMessage()));
    }
    // @end
    assertThat(causes).hasSize(2);
  }

  @Test
  void midStream() {
    // @start region="mid-stream"
    var fallback = ModelFallback.to(other).withMidStream();
    // @end
    AtomicAgent.of(model.with(fallback)).run(QUESTION);
  }

  @Test
  void breaker() {
    // @start region="breaker"
    var breaker =
        CircuitBreaker.ofDefaults()
            .withFailureRate(0.5, 20) // half of the latest 20 calls
            .withOpenTime(Duration.ofSeconds(30))
            .withSlowCalls(Duration.ofSeconds(20), 0.9);
    Model guarded = ModelChain.of(model).withCircuitBreaker(breaker).toModel();

    boolean isAvailable = breaker.isAvailable(model);
    // @end
    AtomicAgent.of(guarded).run(QUESTION);
    assertThat(isAvailable).isTrue();
    assertThat(breaker.state(guarded)).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void bulkhead() {
    // @start region="bulkhead"
    var bulkhead = Bulkhead.of(20).withMaxWait(Duration.ofSeconds(2));
    Model limited = ModelChain.of(model).withBulkhead(bulkhead.forTenant("acme")).toModel();
    // @end
    AtomicAgent.of(limited).run(QUESTION);
    assertThat(bulkhead.inUse()).isZero();
  }

  @Test
  void firstToken() {
    // @start region="first-token"
    var limit =
        FirstTokenLimit.of(Duration.ofSeconds(5)).withCompleteResponses(Duration.ofSeconds(60));
    // @end
    AtomicAgent.of(model.with(limit)).run(QUESTION);
  }

  @Test
  void shutdown() {
    AutoCloseable journal = () -> {};
    AutoCloseable client = () -> {};
    // @start region="shutdown"
    var shutdown =
        GracefulShutdown.within(Duration.ofSeconds(20))
            .closing("journal", journal)
            .closing("client", client);
    var agent = shutdown.guard(AtomicAgent.of(model));
    agent.run(QUESTION);

    ShutdownReport report = shutdown.stop(); // or Runtime.addShutdownHook(shutdown.hook())
    // @end
    assertThat(report.isClean()).isTrue();
  }

  @Test
  void hedge() {
    // @start region="hedge"
    var hedging = HedgePolicy.ofDefaults().withInitialDelay(Duration.ofSeconds(5));
    var agent = AtomicAgent.of(ModelChain.of(model).withHedging(hedging).toModel());

    agent.run(QUESTION, RunOptions.defaults().withSideEffects()); // never sent twice
    double extra = hedging.statistics().extraShare();
    // @end
    assertThat(extra).isZero();
    assertThat(hedging.statistics().requests()).isZero();
  }
}
