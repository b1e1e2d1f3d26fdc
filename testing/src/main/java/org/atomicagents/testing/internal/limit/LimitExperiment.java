package org.atomicagents.testing.internal.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
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
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * A caller that always has a request to send, through a limit of its own, to a provider with a
 * limit. Latencies are random; rejected requests are sent again. Not thread-safe.
 */
public final class LimitExperiment {
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final int MAX_TOKENS = 2_000;
  private static final double NETWORK_SIGMA = 0.4;
  private static final double NETWORK_NANOS = 60e6;
  private static final double LATENCY_SIGMA = 0.5;

  private final EventClock clock;
  private final RandomGenerator random;
  private final QuotaSimulator quota;
  private final LimitLoad load;
  private final Deque<SimulatedRequest> rejected = new ArrayDeque<>();
  private double latencyNanos = 1e9;
  private boolean sendsRetryAfter = true;

  public LimitExperiment(
      EventClock clock, RandomGenerator random, QuotaSimulator quota, LimitLoad load) {
    this.clock = clock;
    this.random = random;
    this.quota = quota;
    this.load = load;
  }

  /**
   * Sets the median of the lognormal times of responses, one second by default; returns this
   * experiment.
   */
  public LimitExperiment latency(Duration median) {
    this.latencyNanos = median.toNanos();
    return this;
  }

  /**
   * Sets whether a rejection contains the time until the request would be accepted; returns this
   * experiment.
   */
  public LimitExperiment sendsRetryAfter(boolean sends) {
    this.sendsRetryAfter = sends;
    return this;
  }

  /** Sends requests through a limit for the minutes of a report, and returns the filled report. */
  public LimitReport run(Interceptor limit, LimitReport report) {
    long end = Duration.ofMinutes(report.minutes()).toNanos();
    while (clock.elapsed() < end) {
      SimulatedRequest next = rejected.isEmpty() ? load.next() : rejected.poll();
      var response = new PendingResponse(next);
      ModelExchange exchange =
          limit.intercept(request(next), context(), (request, context) -> response);
      clock.schedule(
          randomNanos(NETWORK_NANOS, NETWORK_SIGMA),
          () -> arrive(next, response, exchange, report));
    }
    return report;
  }

  private void arrive(
      SimulatedRequest request,
      PendingResponse response,
      ModelExchange exchange,
      LimitReport report) {
    long wait = quota.admit(clock.elapsed(), request.tokens());
    if (wait == 0) {
      report.accept(clock.elapsed(), request.tokens());
      clock.schedule(randomNanos(latencyNanos, LATENCY_SIGMA), () -> read(exchange));
      return;
    }
    report.reject();
    response.failure = limited(sendsRetryAfter ? Duration.ofNanos(wait) : null);
    clock.schedule(
        randomNanos(NETWORK_NANOS, NETWORK_SIGMA),
        () -> {
          rejected.add(request);
          read(exchange);
        });
  }

  private static void read(ModelExchange exchange) {
    try (exchange) {
      Iterator<ModelEvent> events = exchange.iterator();
      while (events.hasNext()) {
        events.next();
      }
    } catch (AgentException e) {
      // A rejected request is sent again.
    }
  }

  private ModelRequest request(SimulatedRequest request) {
    String text = "x".repeat((int) (request.estimatedInput() * CHARACTERS_PER_TOKEN));
    return ModelRequest.of("model", List.of(Message.user(text)))
        .withSampling(Sampling.defaults().withMaxTokens(MAX_TOKENS));
  }

  private long randomNanos(double median, double sigma) {
    return (long) (median * Math.exp(sigma * random.nextGaussian()));
  }

  private RunContext context() {
    return new RunContext(
        "simulation",
        Deadline.none(),
        Budget.unlimited(),
        Integer.MAX_VALUE,
        Listeners.none(),
        new Timings.Recorder(clock));
  }

  private static RateLimitedException limited(@Nullable Duration retryAfter) {
    return RateLimitedException.of(
        new ProviderError("simulated", 429, null, "Too many requests", "{}"),
        RateLimitedException.Kind.RATE,
        retryAfter);
  }

  /** A response whose events exist when it is read. */
  private static final class PendingResponse implements ModelExchange {
    private final SimulatedRequest request;
    private @Nullable RateLimitedException failure;

    PendingResponse(SimulatedRequest request) {
      this.request = request;
    }

    @Override
    public Iterator<ModelEvent> iterator() {
      RateLimitedException rejection = failure;
      if (rejection != null) {
        throw rejection;
      }
      return List.<ModelEvent>of(
              new ModelEvent.Started("id", "model", Map.of()),
              new ModelEvent.UsageReport(Usage.of(request.inputTokens(), request.outputTokens())),
              new ModelEvent.Finished(FinishReason.STOP, "stop"))
          .iterator();
    }

    @Override
    public void close() {}
  }
}
