package org.atomicagents.benchmarks.contender;

import java.util.List;
import java.util.Map;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.resilience.Bulkhead;
import org.atomicagents.resilience.CircuitBreaker;
import org.atomicagents.resilience.HedgePolicy;
import org.atomicagents.resilience.ModelChain;
import org.atomicagents.usage.UsageLimiter;
import org.atomicagents.usage.UsageLimits;

/**
 * A request to a stub model, whose response is read: without interceptors, with all of them, or
 * rejected by an open circuit breaker.
 */
final class ChainedModel implements Contender {
  private static final ModelRequest REQUEST =
      ModelRequest.of("stub", List.of(Message.user("Why is the sky blue?")));
  private static final List<ModelEvent> RESPONSE =
      List.of(
          new ModelEvent.Started("1", "stub", Map.of()),
          new ModelEvent.TextDelta("Because of Rayleigh scattering."),
          new ModelEvent.UsageReport(Usage.of(10, 8)),
          new ModelEvent.Finished(FinishReason.STOP, "stop"));
  private static final Model STUB =
      Model.of((request, context) -> ModelExchange.of(RESPONSE), "stub");

  private final Model model;
  private final Object expected;

  private ChainedModel(Model model, Object expected) {
    this.model = model;
    this.expected = expected;
  }

  /** Returns the model without interceptors. */
  static ChainedModel bare() {
    return new ChainedModel(STUB, RESPONSE.size());
  }

  /** Returns the model with the whole chain. */
  static ChainedModel complete() {
    var tokens = UsageLimits.none().withInputTokens(1_000_000_000_000L);
    Model model =
        ModelChain.of(STUB)
            .withUsageLimits(UsageLimiter.total("benchmark", tokens))
            .withFallback(Model.of(STUB.client(), "other"))
            .withHedging(HedgePolicy.ofDefaults())
            .withRetry(RetryPolicy.ofDefaults())
            .withCircuitBreaker(CircuitBreaker.ofDefaults())
            .withBulkhead(Bulkhead.of(1_000))
            .withRateLimit(RateLimit.perMinute(6_000_000_000L).build())
            .toModel();
    return new ChainedModel(model, RESPONSE.size());
  }

  /** Returns a model whose circuit breaker is open. */
  static ChainedModel open() {
    var down = UnavailableException.of(new ProviderError("stub", 503, null, "down", ""), null);
    Model failing =
        Model.of(
            (request, context) -> {
              throw down;
            },
            "stub");
    var breaker = CircuitBreaker.ofDefaults().withFailures(1);
    var contender =
        new ChainedModel(
            ModelChain.of(failing).withCircuitBreaker(breaker).toModel(),
            CircuitOpenException.class);
    try {
      contender.model.open(REQUEST, RunContext.standalone()).close();
    } catch (UnavailableException e) {
      return contender;
    }
    throw new IllegalStateException("The breaker did not open.");
  }

  @Override
  public Object call() {
    int events = 0;
    try (ModelExchange exchange = model.open(REQUEST, RunContext.standalone())) {
      for (ModelEvent event : exchange) {
        events += event == null ? 0 : 1;
      }
    } catch (CircuitOpenException e) {
      return e.getClass();
    }
    return events;
  }

  @Override
  public Object expected() {
    return expected;
  }
}
