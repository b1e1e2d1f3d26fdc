package org.atomicagents.benchmarks.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Message;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.resilience.CircuitBreaker;
import org.atomicagents.resilience.CircuitState;
import org.atomicagents.resilience.ModelChain;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;

/**
 * A call every 20 ms for 120 simulated seconds, of which a provider is down for 30. The chain has a
 * fallback, retries, and a circuit breaker that opens for 5 s.
 */
public final class ProviderOutage {
  private static final Duration END = Duration.ofMinutes(2);
  private static final Duration DOWN_FROM = Duration.ofSeconds(45);
  private static final Duration DOWN_TO = Duration.ofSeconds(75);
  private static final Duration PACE = Duration.ofMillis(20);
  private static final Duration OPEN_TIME = Duration.ofSeconds(5);
  private static final ProviderError DOWN = new ProviderError("first", 503, null, "down", "");

  private final SimulatedClock clock = new SimulatedClock();
  private final CircuitBreaker breaker =
      CircuitBreaker.ofDefaults().withOpenTime(OPEN_TIME).withTimeSource(clock);
  private final Model first = Model.of(this::openFirst, "first");
  private int failures;
  private int failedRequests;
  private int trials;
  private int strayRequests;
  private int responsesOfFirst;

  private ProviderOutage() {}

  /** Simulates the outage. */
  public static ProviderOutage simulate() {
    var outage = new ProviderOutage();
    outage.run();
    return outage;
  }

  /** Returns the number of calls that failed. */
  public int failures() {
    return failures;
  }

  /** Returns the number of requests that the provider received while it was down. */
  public int failedRequests() {
    return failedRequests;
  }

  /** Returns the number of trial requests among them. */
  public int trials() {
    return trials;
  }

  /** Returns the requests that reached the provider while its breaker was open. */
  public int strayRequests() {
    return strayRequests;
  }

  private void run() {
    ModelClient second = (request, context) -> response();
    Model model =
        ModelChain.of(first)
            .withFallback(Model.of(second, "second"))
            .withRetry(RetryPolicy.ofDefaults())
            .withCircuitBreaker(breaker)
            .toModel();
    ModelRequest request = ModelRequest.of("first", List.of(Message.user("hello")));
    while (clock.elapsed().compareTo(END) < 0) {
      var context =
          new RunContext(
              "outage",
              Deadline.none(),
              Budget.unlimited(),
              8,
              Listeners.none(),
              new Timings.Recorder(clock));
      try (ModelExchange exchange = model.open(request, context)) {
        exchange.forEach(event -> {});
      } catch (AgentException e) {
        failures++;
      }
      clock.advance(PACE);
    }
    if (responsesOfFirst == 0) {
      throw new IllegalStateException("The first provider has sent no response.");
    }
  }

  private ModelExchange openFirst(ModelRequest request, RunContext context) {
    CircuitState state = breaker.state(first);
    strayRequests += state == CircuitState.OPEN ? 1 : 0;
    Duration now = clock.elapsed();
    if (now.compareTo(DOWN_FROM) >= 0 && now.compareTo(DOWN_TO) < 0) {
      failedRequests++;
      trials += state == CircuitState.HALF_OPEN ? 1 : 0;
      throw UnavailableException.of(DOWN, null);
    }
    responsesOfFirst++;
    return response();
  }

  private static ModelExchange response() {
    return ModelExchange.of(new ModelEvent.TextDelta("hello"));
  }

  /** A clock that each sleep advances. */
  private static final class SimulatedClock implements TimeSource {
    private final AtomicLong nanos = new AtomicLong();

    Duration elapsed() {
      return Duration.ofNanos(nanos.get());
    }

    void advance(Duration length) {
      nanos.addAndGet(length.toNanos());
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos.get());
    }

    @Override
    public long nanoTime() {
      return nanos.get();
    }

    @Override
    public void sleep(Duration duration) {
      advance(duration);
    }
  }
}
