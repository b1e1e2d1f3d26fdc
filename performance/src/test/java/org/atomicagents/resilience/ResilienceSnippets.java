package org.atomicagents.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.model.Model;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class ResilienceSnippets {
  private static final String GOOD = "{\"chat_message\":\"hi\"}";

  private final Model model = ScriptedModel.answering(GOOD).model();
  private final Model other = ScriptedModel.answering(GOOD).model("other");

  @Test
  void fallback() {
    // @start region="fallback"
    Model reliable = model.with(ModelFallback.to(other).withAccountFailures());
    // @end
    run(reliable);
  }

  @Test
  void breaker() {
    // @start region="breaker"
    var breaker = CircuitBreaker.ofDefaults().withFailures(3).withOpenTime(Duration.ofSeconds(30));
    Model guarded = ModelChain.of(model).withCircuitBreaker(breaker).withFallback(other).toModel();
    // @end
    run(guarded);
    assertThat(breaker.state(model)).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void bulkhead() {
    // @start region="bulkhead"
    var bulkhead = Bulkhead.of(20).withMaxWait(Duration.ofSeconds(2));
    Model limited = ModelChain.of(model).withBulkhead(bulkhead).toModel();
    // @end
    run(limited);
    assertThat(bulkhead.inUse()).isZero();
  }

  @Test
  void firstToken() {
    // @start region="first-token"
    var limit = FirstTokenLimit.of(Duration.ofSeconds(5));
    Model prompt = ModelChain.of(model).withFirstTokenLimit(limit).toModel();
    // @end
    run(prompt);
  }

  @Test
  void hedge() {
    // @start region="hedge"
    var hedging = HedgePolicy.ofDefaults().withMaxShare(0.05);
    Model hedged = ModelChain.of(model).withHedging(hedging).toModel();
    // @end
    run(hedged);
    assertThat(hedging.statistics()).isEqualTo(new HedgeStatistics(1, 0, 0));
  }

  @Test
  void chain() {
    // @start region="chain"
    Model reliable =
        ModelChain.of(model)
            .withFallback(other)
            .withHedging(HedgePolicy.ofDefaults())
            .withRetry(RetryPolicy.ofDefaults())
            .withCircuitBreaker(CircuitBreaker.ofDefaults())
            .withRateLimit(RateLimit.perMinute(600).build())
            .toModel();
    // @end
    run(reliable);
  }

  @Test
  void shutdown() {
    AutoCloseable pool = () -> {};
    // @start region="shutdown"
    var shutdown = GracefulShutdown.within(Duration.ofSeconds(20)).closing("pool", pool);
    var agent = shutdown.guard(AtomicAgent.of(model));
    Thread hook = shutdown.hook();
    Runtime.getRuntime().addShutdownHook(hook);
    // @end
    Runtime.getRuntime().removeShutdownHook(hook);
    agent.run(new BasicChatInput("Why is the sky blue?"));
    assertThat(shutdown.stop().isClean()).isTrue();
  }

  private static void run(Model model) {
    AtomicAgent.of(model).run(new BasicChatInput("Why is the sky blue?"));
  }
}
