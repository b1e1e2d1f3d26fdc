package org.atomicagents.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.RateLimitedException.Kind;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/** Requests, contexts and responses of tests of limits. */
final class LimitRuns {
  /** A request of 10 input tokens and at most 20 output tokens. */
  static final ModelRequest REQUEST =
      ModelRequest.of("model", List.of(Message.user("x".repeat(40))))
          .withSampling(Sampling.defaults().withMaxTokens(20));

  private LimitRuns() {}

  static RunContext context(TimeSource time) {
    return context(time, Deadline.none());
  }

  static RunContext context(TimeSource time, Duration deadline) {
    return context(time, Deadline.after(deadline, time));
  }

  private static RunContext context(TimeSource time, Deadline deadline) {
    return context(deadline, new Timings.Recorder(time));
  }

  /** Returns a context without a deadline that records its timings in a recorder. */
  static RunContext context(Timings.Recorder timings) {
    return context(Deadline.none(), timings);
  }

  private static RunContext context(Deadline deadline, Timings.Recorder timings) {
    return new RunContext(
        "test", deadline, Budget.unlimited(), Integer.MAX_VALUE, Listeners.none(), timings);
  }

  /** Returns a chain that responds with a text and a usage. */
  static Interceptor.Chain responding(long inputTokens, long outputTokens) {
    return (request, context) -> response(Usage.of(inputTokens, outputTokens), Map.of());
  }

  static ModelExchange response(Usage usage, Map<String, List<String>> headers) {
    return ModelExchange.of(
        new ModelEvent.Started("id", "model", headers),
        new ModelEvent.TextDelta("12345678"),
        new ModelEvent.UsageReport(usage),
        new ModelEvent.Finished(FinishReason.STOP, "stop"));
  }

  static Interceptor.Chain throwing(AgentException failure) {
    return (request, context) -> {
      throw failure;
    };
  }

  /** Returns an error with headers and without Retry-After. */
  static RateLimitedException limited(Kind kind, Map<String, List<String>> headers) {
    var error = new ProviderError("test", 429, null, "Slow down", "", headers);
    return RateLimitedException.of(error, kind, null);
  }

  static RateLimitedException limited(@Nullable Duration retryAfter) {
    return RateLimitedException.of(
        new ProviderError("test", 429, null, "Slow down", ""), Kind.RATE, retryAfter);
  }

  /** Sends a request and reads its response completely. */
  static List<ModelEvent> send(RateLimit limit, RunContext context, Interceptor.Chain chain) {
    var events = new ArrayList<ModelEvent>();
    try (ModelExchange exchange = limit.intercept(REQUEST, context, chain)) {
      exchange.forEach(events::add);
    }
    return events;
  }
}
