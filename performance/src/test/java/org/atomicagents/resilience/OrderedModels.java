package org.atomicagents.resilience;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.resilience.OrderCase.Step;
import org.atomicagents.usage.UsageLimiter;
import org.atomicagents.usage.UsageLimits;

/** The models of a random case with their chains. */
final class OrderedModels {
  static final String VALID = "{\"chat_message\":\"hi\"}";
  private static final String INVALID = "{\"chat_message\":[1]}";
  private static final Duration DELAY = Duration.ofSeconds(1);

  private final OrderCase layers;
  private final DrivenClock clock;
  private final List<Model> scripted = new ArrayList<>();
  private final UsageLimiter limiter;

  OrderedModels(OrderCase layers, DrivenClock clock) {
    this.layers = layers;
    this.clock = clock;
    for (int i = 0; i < layers.models().size(); i++) {
      scripted.add(scripted(i));
    }
    this.limiter =
        layers.usageLimit() == 0
            ? null
            : UsageLimiter.perCall("test", UsageLimits.ofRequests(layers.usageLimit()));
  }

  /** Returns the first model with the whole chain. */
  Model model() {
    ModelChain chain = chain(0);
    if (scripted.size() > 1) {
      Model[] others = new Model[scripted.size() - 1];
      for (int i = 1; i < scripted.size(); i++) {
        others[i - 1] = chain(i).toModel();
      }
      ModelFallback fallback = ModelFallback.to(others);
      chain = chain.withFallback(layers.isMidStream() ? fallback.withMidStream() : fallback);
    }
    return limiter == null ? chain.toModel() : chain.withUsageLimits(limiter).toModel();
  }

  private ModelChain chain(int model) {
    RetryPolicy retry =
        RetryPolicy.ofDefaults()
            .withMaxRetries(layers.retries().get(model))
            .withInitialWait(Duration.ZERO);
    ModelChain chain =
        ModelChain.of(scripted.get(model))
            .withRetry(retry)
            .withCircuitBreaker(CircuitBreaker.ofDefaults().withFailures(1_000))
            .withBulkhead(Bulkhead.of(2));
    return layers.share() == 0 ? chain : chain.withHedging(hedging());
  }

  private HedgePolicy hedging() {
    return HedgePolicy.ofDefaults()
        .withTimeSource(clock)
        .withInitialDelay(DELAY)
        .withMinDelay(DELAY)
        .withMaxShare(layers.share())
        .withTokenCounter(text -> ExpectedRun.TOKENS_PER_MESSAGE);
  }

  private Model scripted(int number) {
    var position = new AtomicInteger();
    List<Step> script = layers.models().get(number);
    String name = "model-" + number;
    BigDecimal rate = BigDecimal.valueOf(ExpectedRun.price(number) * 1_000_000);
    ModelProfile profile =
        ModelProfile.ofPrices("scripted", name, Prices.ofDollars(TokenRates.of(rate, rate)));
    return Model.of(new ScriptClient(script, position), name)
        .withModes(ResponseMode.JSON_SCHEMA)
        .withCatalog(ModelCatalog.of(List.of(profile)));
  }

  /** Sends the steps of a script. */
  private final class ScriptClient implements ModelClient {
    private final List<Step> script;
    private final AtomicInteger position;

    ScriptClient(List<Step> script, AtomicInteger position) {
      this.script = script;
      this.position = position;
    }

    @Override
    public String provider() {
      return "scripted";
    }

    @Override
    public ModelExchange open(ModelRequest request, RunContext context) {
      Step step = script.get(position.getAndIncrement());
      if (step.isSlow() && isHedged(context)) {
        awaitCancellation(context);
      }
      return switch (step.kind()) {
        case VALID -> response(request, VALID, step, null);
        case INVALID -> response(request, INVALID, step, null);
        case BROKEN -> response(request, VALID, step, ResilienceRuns.brokenResponse());
        case UNAVAILABLE -> throw ResilienceRuns.unavailable();
        case REJECTED -> throw ResilienceRuns.badRequest(400);
      };
    }

    private boolean isHedged(RunContext context) {
      int sent = context.requests();
      return layers.share() > 0
          && sent < layers.maxRequests()
          && (layers.usageLimit() == 0 || sent < layers.usageLimit());
    }

    private void awaitCancellation(RunContext context) {
      var cancelled = new CompletableFuture<Void>();
      Runnable uncancel = context.onCancel(() -> cancelled.complete(null));
      try {
        // The timer may compute its sleep before the clock advances, and begin it after that.
        while (!cancelled.isDone()) {
          clock.advance(DELAY);
          Thread.onSpinWait();
        }
        throw CancelledException.closed("waiting");
      } finally {
        uncancel.run();
      }
    }

    private ModelExchange response(
        ModelRequest request, String text, Step step, AgentException failure) {
      var events = new ArrayList<ModelEvent>();
      if (failure != null && !request.stream()) {
        // A response that is not streamed breaks off before its first event.
        throw failure;
      }
      events.add(new ModelEvent.Started("id", request.model(), Map.of()));
      events.add(new ModelEvent.TextDelta(text.substring(0, 5)));
      if (failure != null) {
        return new BrokenExchange(ModelExchange.of(events), failure);
      }
      events.add(new ModelEvent.TextDelta(text.substring(5)));
      events.add(new ModelEvent.UsageReport(Usage.of(step.inputTokens(), step.outputTokens())));
      events.add(new ModelEvent.Finished(FinishReason.STOP, "stop"));
      return ModelExchange.of(events);
    }
  }

  /** An exchange that fails after its events. */
  private record BrokenExchange(ModelExchange exchange, AgentException failure)
      implements ModelExchange {

    @Override
    public Iterator<ModelEvent> iterator() {
      Iterator<ModelEvent> events = exchange.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          if (!events.hasNext()) {
            throw failure;
          }
          return true;
        }

        @Override
        public ModelEvent next() {
          return events.next();
        }
      };
    }

    @Override
    public void close() {
      exchange.close();
    }
  }
}
