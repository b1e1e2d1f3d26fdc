package org.atomicagents.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;

/** Requests, contexts, responses and failures of tests of resilience. */
final class ResilienceRuns {
  static final ModelRequest REQUEST = ModelRequest.of("model", List.of(Message.user("hello")));

  private ResilienceRuns() {}

  static RunContext context(TimeSource time) {
    return context(time, Deadline.none(), new ArrayList<>());
  }

  static RunContext context(TimeSource time, Deadline deadline, List<AgentEvent> events) {
    return new RunContext(
        "test",
        deadline,
        Budget.unlimited(),
        Integer.MAX_VALUE,
        Listeners.of(events::add),
        new Timings.Recorder(time));
  }

  static ModelExchange response(String text) {
    return ModelExchange.of(
        new ModelEvent.Started("id", "model", Map.of()),
        new ModelEvent.TextDelta(text),
        new ModelEvent.UsageReport(Usage.of(10, 5)),
        new ModelEvent.Finished(FinishReason.STOP, "stop"));
  }

  /** Sends a request and returns the text of its response. */
  static String send(Interceptor interceptor, RunContext context, Interceptor.Chain chain) {
    try (ModelExchange exchange = interceptor.intercept(REQUEST, context, chain)) {
      return text(exchange);
    }
  }

  static String text(ModelExchange exchange) {
    var text = new StringBuilder();
    for (ModelEvent event : exchange) {
      switch (event) {
        case ModelEvent.TextDelta delta -> text.append(delta.text());
        case ModelEvent.ModelChanged changed -> text.setLength(0);
        default -> {}
      }
    }
    return text.toString();
  }

  static UnavailableException unavailable() {
    return UnavailableException.of(error(503), null);
  }

  static UnavailableException unavailable(Duration retryAfter) {
    return UnavailableException.of(error(503), retryAfter);
  }

  static RateLimitedException limited(RateLimitedException.Kind kind) {
    return RateLimitedException.of(error(429), kind, null);
  }

  static BadRequestException badRequest(int status) {
    return BadRequestException.of(error(status));
  }

  static UnauthorizedException unauthorized() {
    return UnauthorizedException.of(error(401));
  }

  static TransportException brokenResponse() {
    return TransportException.of("The connection failed.", TransportException.Stage.RESPONSE, null);
  }

  private static ProviderError error(int status) {
    return new ProviderError("test", status, null, "failed", "");
  }
}
