package org.atomicagents.internal.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.internal.exchange.ObservedExchange;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor.Chain;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.resilience.CircuitState;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of one model. The window of results is Resilience4j's; this class adds what
 * it leaves to callers: results of calls from before the latest transition are ignored, and an
 * abandoned trial is replaced. Thread-safe.
 */
public final class ModelBreaker {
  private final String model;
  private final BreakerSettings settings;
  private final CircuitBreaker breaker;
  private final AtomicReference<Period> period;
  private final AtomicReference<@Nullable BreakerCall> trial = new AtomicReference<>();

  /**
   * The time since a transition.
   *
   * @param since the time of the transition
   */
  private record Period(State state, long since) {}

  /** Creates a closed breaker. */
  public ModelBreaker(String model, BreakerSettings settings) {
    this.model = model;
    this.settings = settings;
    this.breaker = CircuitBreaker.of(model, config(settings));
    this.period = new AtomicReference<>(new Period(State.CLOSED, settings.time().nanoTime()));
  }

  private static CircuitBreakerConfig config(BreakerSettings settings) {
    return CircuitBreakerConfig.custom()
        .slidingWindow(
            settings.calls(),
            settings.calls(),
            SlidingWindowType.COUNT_BASED,
            SlidingWindowSynchronizationStrategy.LOCK_FREE)
        .failureRateThreshold(settings.failurePercent())
        // Slower than this, so that a call of exactly the time is slow.
        .slowCallDurationThreshold(slowThreshold(settings.slowTime()))
        .slowCallRateThreshold(settings.slowPercent())
        .permittedNumberOfCallsInHalfOpenState(1)
        // The breaker compares with "after": a millisecond less permits a trial at the exact end.
        .waitDurationInOpenState(settings.openTime().minusMillis(1))
        .clock(monotonicClock(settings.time()))
        .build();
  }

  // Adjustments of the system time must not change the state.
  private static Clock monotonicClock(TimeSource time) {
    long origin = time.nanoTime();
    InstantSource source =
        () -> Instant.ofEpochMilli(TimeUnit.NANOSECONDS.toMillis(time.nanoTime() - origin));
    return source.withZone(ZoneOffset.UTC);
  }

  private static Duration slowThreshold(Duration slowTime) {
    Duration nano = Duration.ofNanos(1);
    return slowTime.compareTo(nano) > 0 ? slowTime.minus(nano) : nano;
  }

  /** Returns the state; an open breaker whose time has passed is half-open. */
  public CircuitState state() {
    Period current = period.get();
    return switch (current.state()) {
      case OPEN, FORCED_OPEN ->
          remaining(current).isZero() ? CircuitState.HALF_OPEN : CircuitState.OPEN;
      case HALF_OPEN -> CircuitState.HALF_OPEN;
      default -> CircuitState.CLOSED;
    };
  }

  /** Returns whether a request would be permitted now. */
  public boolean isAvailable() {
    return switch (state()) {
      case CLOSED -> true;
      case OPEN -> false;
      case HALF_OPEN -> {
        BreakerCall running = trial.get();
        yield running == null || running.isSettled() || running.isAbandoned();
      }
    };
  }

  /** Returns the response to a request that the breaker permits, and records its result. */
  public ModelExchange send(ModelRequest request, RunContext context, Chain chain) {
    BreakerCall call = acquire(context);
    try {
      return new ObservedExchange(chain.proceed(request, context), call);
    } catch (AgentException e) {
      call.fail(e);
      throw e;
    } catch (RuntimeException | Error e) {
      call.release();
      throw e;
    }
  }

  /**
   * Returns a permitted call.
   *
   * @throws CircuitOpenException if the breaker permits none
   */
  BreakerCall acquire(RunContext context) {
    BreakerCall call = tryAcquire(context);
    if (call != null) {
      return call;
    }
    var rejection = CircuitOpenException.of(model, remaining(period.get()));
    if (context.listeners().isActive()) {
      context.listeners().emit(new AgentEvent.RequestRejected(context.agent(), model, rejection));
    }
    throw rejection;
  }

  private @Nullable BreakerCall tryAcquire(RunContext context) {
    if (!breaker.tryAcquirePermission()) {
      BreakerCall running = trial.get();
      if (running == null || !running.isAbandoned() || !running.abandon()) {
        return null;
      }
      if (!breaker.tryAcquirePermission()) {
        return null;
      }
    }
    recordTransition(context, "the time of the open state has passed");
    Period current = period.get();
    boolean isTrial = current.state() == State.HALF_OPEN;
    var call = new BreakerCall(this, context, isTrial, current, settings.time().nanoTime());
    if (isTrial) {
      trial.set(call);
    }
    return call;
  }

  BreakerSettings settings() {
    return settings;
  }

  /** Returns whether the state has not changed since a call was permitted. */
  @SuppressWarnings("ReferenceEquality")
  boolean isCurrent(Object callPeriod) {
    return period.get() == callPeriod;
  }

  void onSuccess(RunContext context, long nanos) {
    breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    recordTransition(context, "a trial request succeeded");
  }

  void onFailure(RunContext context, long nanos, AgentException failure) {
    breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
    recordTransition(context, failure.getClass().getSimpleName());
  }

  void releaseTrial() {
    breaker.releasePermission();
  }

  /** Closes the breaker and forgets all results. */
  public void reset() {
    breaker.reset();
    period.set(new Period(State.CLOSED, settings.time().nanoTime()));
  }

  private void recordTransition(RunContext context, String reason) {
    State now = breaker.getState();
    Period before = period.get();
    if (before.state() == now
        || !period.compareAndSet(before, new Period(now, settings.time().nanoTime()))) {
      return;
    }
    String cause = now == State.OPEN && before.state() == State.CLOSED ? opened(reason) : reason;
    if (context.listeners().isActive()) {
      context
          .listeners()
          .emit(
              new AgentEvent.CircuitChanged(
                  context.agent(), model, before.state().name(), now.name(), cause));
    }
  }

  private String opened(String reason) {
    CircuitBreaker.Metrics metrics = breaker.getMetrics();
    return metrics.getFailureRate() >= settings.failurePercent()
        ? metrics.getNumberOfFailedCalls() + " of " + settings.calls() + " calls failed: " + reason
        : "slow calls";
  }

  private Duration remaining(Period current) {
    if (current.state() != State.OPEN) {
      return Duration.ZERO;
    }
    long passed = settings.time().nanoTime() - current.since();
    Duration left = settings.openTime().minusNanos(passed);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
