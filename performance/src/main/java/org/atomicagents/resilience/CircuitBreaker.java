package org.atomicagents.resilience;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.internal.resilience.BreakerSettings;
import org.atomicagents.internal.resilience.ModelBreaker;
import org.atomicagents.internal.resilience.ProviderFailures;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Model;
import org.atomicagents.time.TimeSource;

/**
 * A circuit breaker, which sends no requests to a model whose latest requests failed.
 *
 * {@snippet class="org.atomicagents.resilience.ResilienceSnippets" region="breaker"}
 *
 * <p>By default, 5 failures in a row open the breaker: requests fail at once with {@link
 * CircuitOpenException}, which a {@code RetryPolicy} does not retry and a {@link ModelFallback}
 * accepts. After 60 s, one trial request is sent. If its response begins, the breaker closes; if it
 * fails, the breaker opens again. A trial without a result within a minute, or whose run has ended,
 * is replaced by the next request.
 *
 * <p>Failures are those of the provider: unavailability, broken connections, and time limits of the
 * connection. Rejected requests, rate limits, cancellations, deadlines of runs, refusals and
 * invalid outputs are not. Each client and model has its own state. Each transition is emitted as
 * {@link AgentEvent.CircuitChanged}, each rejection as {@link AgentEvent.RequestRejected}.
 *
 * <p>The state is shared by all tenants, since it is that of the provider. Thread-safe. The {@code
 * with} methods return copies without results.
 */
public final class CircuitBreaker implements ModelHealth {
  private static final int DEFAULT_FAILURES = 5;
  private static final Duration NEVER_SLOW = Duration.ofDays(365);
  private static final float ALL_PERCENT = 100;

  private final BreakerSettings settings;
  private final Map<String, ModelBreaker> breakers = new ConcurrentHashMap<>();

  private CircuitBreaker(BreakerSettings settings) {
    this.settings = settings;
  }

  /** Returns a breaker that opens for 60 s after 5 failures in a row. */
  public static CircuitBreaker ofDefaults() {
    return new CircuitBreaker(
        new BreakerSettings(
            DEFAULT_FAILURES,
            ALL_PERCENT,
            Duration.ofSeconds(60),
            NEVER_SLOW,
            ALL_PERCENT,
            Duration.ofMinutes(1),
            ProviderFailures::isOutage,
            TimeSource.system()));
  }

  /**
   * Returns a copy that opens after a number of failures in a row.
   *
   * @throws IllegalArgumentException if the number is below 1
   */
  public CircuitBreaker withFailures(int failures) {
    return withFailureRate(1.0, failures);
  }

  /**
   * Returns a copy that opens if a share of the latest calls failed.
   *
   * @param share the share of failures, above 0 and up to 1
   * @param calls the number of latest calls, at least 1; the breaker stays closed before as many
   *     calls
   * @throws IllegalArgumentException if an argument is out of range
   */
  public CircuitBreaker withFailureRate(double share, int calls) {
    if (calls < 1) {
      throw new IllegalArgumentException("calls: expected 1 or more, found " + calls);
    }
    return copy(
        calls,
        percent(share),
        settings.openTime(),
        settings.slowTime(),
        settings.slowPercent(),
        settings.trialTime(),
        settings.counted(),
        settings.time());
  }

  /**
   * Returns a copy that stays open for another time; default: 60 s.
   *
   * @throws IllegalArgumentException if the time is below 2 ms
   */
  public CircuitBreaker withOpenTime(Duration time) {
    if (time.compareTo(Duration.ofMillis(2)) < 0) {
      throw new IllegalArgumentException("time: expected 2 ms or more, found " + time);
    }
    return copy(
        settings.calls(),
        settings.failurePercent(),
        time,
        settings.slowTime(),
        settings.slowPercent(),
        settings.trialTime(),
        settings.counted(),
        settings.time());
  }

  /**
   * Returns a copy that also opens if a share of the latest calls is slow; default: never.
   *
   * @param limit the time to the first event of a response, from which a call is slow
   * @param share the share of slow calls, above 0 and up to 1
   * @throws IllegalArgumentException if an argument is out of range
   */
  public CircuitBreaker withSlowCalls(Duration limit, double share) {
    return copy(
        settings.calls(),
        settings.failurePercent(),
        settings.openTime(),
        requirePositive("limit", limit),
        percent(share),
        settings.trialTime(),
        settings.counted(),
        settings.time());
  }

  /**
   * Returns a copy with another time after which a trial without a result is replaced; default: one
   * minute.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  public CircuitBreaker withTrialTime(Duration time) {
    return copy(
        settings.calls(),
        settings.failurePercent(),
        settings.openTime(),
        settings.slowTime(),
        settings.slowPercent(),
        requirePositive("time", time),
        settings.counted(),
        settings.time());
  }

  /** Returns a copy that counts other failures than those of an outage. */
  public CircuitBreaker withCountedFailures(Predicate<? super AgentException> counted) {
    Objects.requireNonNull(counted, "counted");
    return copy(
        settings.calls(),
        settings.failurePercent(),
        settings.openTime(),
        settings.slowTime(),
        settings.slowPercent(),
        settings.trialTime(),
        counted::test,
        settings.time());
  }

  /** Returns a copy with another clock; default: the system clock. */
  public CircuitBreaker withTimeSource(TimeSource time) {
    return copy(
        settings.calls(),
        settings.failurePercent(),
        settings.openTime(),
        settings.slowTime(),
        settings.slowPercent(),
        settings.trialTime(),
        settings.counted(),
        Objects.requireNonNull(time, "time"));
  }

  /** Returns the interceptor of the requests to a model, which {@link ModelChain} adds. */
  public Interceptor forModel(Model model) {
    ModelBreaker breaker = breaker(model);
    return (request, context, chain) -> breaker.send(request, context, chain);
  }

  /** Returns the state for a model; an open breaker whose time has passed is half-open. */
  public CircuitState state(Model model) {
    return breaker(model).state();
  }

  /** Returns whether a request to the model would be sent now. */
  @Override
  public boolean isAvailable(Model model) {
    return breaker(model).isAvailable();
  }

  /** Closes the breaker of a model, and discards its results. */
  public void reset(Model model) {
    breaker(model).reset();
  }

  private ModelBreaker breaker(Model model) {
    String key = model.client().identity() + ":" + model.name();
    ModelBreaker known = breakers.get(key);
    return known == null
        ? breakers.computeIfAbsent(key, name -> new ModelBreaker(model.toString(), settings))
        : known;
  }

  private static CircuitBreaker copy(
      int calls,
      float failurePercent,
      Duration openTime,
      Duration slowTime,
      float slowPercent,
      Duration trialTime,
      Predicate<AgentException> counted,
      TimeSource time) {
    return new CircuitBreaker(
        new BreakerSettings(
            calls, failurePercent, openTime, slowTime, slowPercent, trialTime, counted, time));
  }

  private static float percent(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share: expected above 0 and up to 1, found " + share);
    }
    return (float) (share * ALL_PERCENT);
  }

  private static Duration requirePositive(String name, Duration length) {
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException(name + ": expected more than 0, found " + length);
    }
    return length;
  }

  /** Returns the settings, as in {@code CircuitBreaker[5 calls, 100.0% failures, open PT1M]}. */
  @Override
  public String toString() {
    return "CircuitBreaker[%d calls, %s%% failures, open %s]"
        .formatted(settings.calls(), settings.failurePercent(), settings.openTime());
  }
}
