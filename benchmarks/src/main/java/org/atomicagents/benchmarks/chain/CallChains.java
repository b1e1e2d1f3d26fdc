package org.atomicagents.benchmarks.chain;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.metrics.TimedAgent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.resilience.Bulkhead;
import org.atomicagents.resilience.CircuitBreaker;
import org.atomicagents.resilience.HedgePolicy;
import org.atomicagents.resilience.ModelChain;
import org.atomicagents.usage.UsageLimiter;
import org.atomicagents.usage.UsageLimits;

/** An agent over a stub model that responds immediately, bare or with all layers around it. */
public final class CallChains {
  private static final long UNREACHED_LIMIT = 1_000_000_000;
  private static final int UNREACHED_CONCURRENCY = 10_000;
  private static final List<ModelEvent> RESPONSE =
      List.of(
          new ModelEvent.Started("chatcmpl-1", "stub", Map.of()),
          new ModelEvent.TextDelta("{\"chat_message\":\"Because of Rayleigh scattering.\"}"),
          new ModelEvent.UsageReport(Usage.of(90, 10)),
          new ModelEvent.Finished(FinishReason.STOP, "stop"));

  private CallChains() {}

  /** Returns the agent without any layer. */
  public static Agent<BasicChatInput, BasicChatOutput> bare() {
    return AtomicAgent.of(stub());
  }

  /** Returns the agent with all layers, of which none fails, waits or finds an output. */
  public static Agent<BasicChatInput, BasicChatOutput> complete() {
    Model model =
        ModelChain.of(stub())
            .withUsageLimits(
                UsageLimiter.perDay(
                        "benchmark",
                        UsageLimits.ofRequests(UNREACHED_LIMIT).withTokens(UNREACHED_LIMIT),
                        ZoneOffset.UTC)
                    .forTenant("acme"))
            .withFallback(stub())
            .withHedging(HedgePolicy.ofDefaults())
            .withRetry(RetryPolicy.ofDefaults())
            .withCircuitBreaker(CircuitBreaker.ofDefaults())
            .withBulkhead(Bulkhead.of(UNREACHED_CONCURRENCY))
            .withRateLimit(
                RateLimit.builder().requests(UNREACHED_LIMIT).tokens(UNREACHED_LIMIT).build())
            .toModel();
    var cached = CachedAgent.of(AtomicAgent.of(model), ResponseCache.create());
    return TimedAgent.of(cached.withTenant("acme")).withTag("benchmark");
  }

  private static Model stub() {
    return Model.of((request, context) -> ModelExchange.of(RESPONSE), "stub")
        .withModes(ResponseMode.JSON_SCHEMA);
  }
}
