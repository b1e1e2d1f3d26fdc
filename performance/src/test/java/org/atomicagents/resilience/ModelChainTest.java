package org.atomicagents.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModeFallback;
import org.atomicagents.model.Model;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class ModelChainTest {
  private static final Interceptor USAGE = named("usage");
  private static final Interceptor SHARING = named("sharing");
  private static final Interceptor RECORDER = named("recorder");
  private static final Interceptor OWN = named("own");

  @Test
  void ordersTheInterceptorsWhateverTheOrderOfTheCalls() {
    var modes = new ModeFallback();
    var fallback = ModelFallback.to(ScriptedModel.of().model("other"));
    var hedging = HedgePolicy.ofDefaults();
    var retry = RetryPolicy.ofDefaults().withMaxRetries(7);
    var bulkhead = Bulkhead.of(5);
    var limit = RateLimit.perMinute(600).build();
    var firstToken = FirstTokenLimit.of(Duration.ofSeconds(5));
    Model base = ScriptedModel.of().model().with(RetryPolicy.ofDefaults(), modes, OWN);

    Model model =
        ModelChain.of(base)
            .withRecording(RECORDER)
            .withFirstTokenLimit(firstToken)
            .withRateLimit(limit)
            .withBulkhead(bulkhead)
            .withCircuitBreaker(CircuitBreaker.ofDefaults())
            .withRetry(retry)
            .withHedging(hedging)
            .withFallback(fallback)
            .withRequestSharing(SHARING)
            .withUsageLimits(USAGE)
            .toModel();

    List<Interceptor> ordered = new ArrayList<>(model.interceptors());
    // The breaker's interceptor is bound to the model, so it has no identity of its own.
    ordered.remove(6);
    assertThat(ordered)
        .containsExactly(
            USAGE,
            SHARING,
            fallback,
            hedging,
            retry,
            modes,
            bulkhead,
            limit,
            firstToken,
            RECORDER,
            OWN);
  }

  @Test
  void keepsTheInterceptorsOfTheModel() {
    Model base = ScriptedModel.of().model().with(RetryPolicy.ofDefaults(), OWN);

    assertThat(ModelChain.of(base).toModel().interceptors())
        .isEqualTo(base.interceptors())
        .hasSize(2);
  }

  private static Interceptor named(String name) {
    return new Interceptor() {
      @Override
      public org.atomicagents.model.ModelExchange intercept(
          org.atomicagents.model.ModelRequest request,
          org.atomicagents.model.RunContext context,
          Chain chain) {
        return chain.proceed(request, context);
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }
}
