package org.atomicagents.routing;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.model.Model;
import org.atomicagents.time.TimeSource;

/**
 * The latency and the failure rate of models, as far as they were measured recently.
 *
 * {@snippet class="org.atomicagents.routing.RoutingSnippets" region="health"}
 *
 * <p>{@link #track} returns a model whose requests are measured, retries included. Both figures are
 * weighted averages in which a measurement loses half of its weight within each half-life, on the
 * clock; a model without a recent measurement is unknown again, and is tried again. The latency is
 * the time from the request to the end of the response. Failures are those of the provider: it is
 * unavailable, limits the rate, rejects the key, breaks the connection, or does not respond in
 * time. Other failures, such as a rejected request or a cancellation, are not counted.
 *
 * <p>Models with the same name and the same {@link org.atomicagents.model.ModelClient#identity()}
 * share their measurements, so that a model can be created for each run. The identity excludes
 * options that change the speed of responses only, such as a service tier: to compare such variants
 * of a model, use a tracker for each of them.
 *
 * <p>Thread-safe. It contains no data of requests, and can be shared by tenants.
 */
public final class ModelTracker {
  private static final Duration DEFAULT_HALF_LIFE = Duration.ofMinutes(1);

  private final Map<String, TrackedModel> models = new ConcurrentHashMap<>();
  private final Duration halfLife;
  private final TimeSource time;

  private ModelTracker(Duration halfLife, TimeSource time) {
    this.halfLife = halfLife;
    this.time = time;
  }

  /** Returns a tracker with a half-life of one minute. */
  public static ModelTracker create() {
    return of(DEFAULT_HALF_LIFE, TimeSource.system());
  }

  /**
   * Returns a tracker.
   *
   * @param halfLife the time in which a measurement loses half of its weight
   * @throws IllegalArgumentException if the half-life is not positive
   */
  public static ModelTracker of(Duration halfLife, TimeSource time) {
    if (halfLife.isNegative() || halfLife.isZero()) {
      throw new IllegalArgumentException("halfLife: expected more than 0, found " + halfLife);
    }
    return new ModelTracker(halfLife, Objects.requireNonNull(time, "time"));
  }

  /** Returns a copy of a model whose requests are measured. */
  public Model track(Model model) {
    TrackedModel tracked = tracked(model);
    return model.with((request, context, chain) -> {
      long start = time.nanoTime();
      try {
        return new TrackedExchange(chain.proceed(request, context), tracked, time, start);
      } catch (AgentException e) {
        tracked.failed(e);
        throw e;
      }
    });
  }

  /** Returns the average latency of a model; empty if there is no recent measurement. */
  public Optional<Duration> latency(Model model) {
    double nanos = tracked(model).latency();
    return Double.isNaN(nanos) ? Optional.empty() : Optional.of(Duration.ofNanos((long) nanos));
  }

  /**
   * Returns the latency in nanoseconds, for comparisons: 0 if there is no recent measurement,
   * infinite if all recent requests failed.
   */
  double comparableLatency(Model model) {
    TrackedModel tracked = tracked(model);
    double nanos = tracked.latency();
    if (!Double.isNaN(nanos)) {
      return nanos;
    }
    return Double.isNaN(tracked.failureRate()) ? 0 : Double.POSITIVE_INFINITY;
  }

  /**
   * Returns the share of failed requests of a model, from 0 to 1; empty if there is no recent
   * measurement.
   */
  public OptionalDouble failureRate(Model model) {
    double rate = tracked(model).failureRate();
    return Double.isNaN(rate) ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }

  private TrackedModel tracked(Model model) {
    String key = model.client().identity() + ":" + model.name();
    TrackedModel known = models.get(key);
    return known == null
        ? models.computeIfAbsent(key, name -> new TrackedModel(halfLife, time))
        : known;
  }

  /** Returns whether a failure is one of the provider. */
  static boolean isOfProvider(AgentException failure) {
    return switch (failure) {
      case CancelledException cancelled -> false;
      case LimitExceededException limit -> false;
      case TimedOutException timeout -> timeout.isRetryable();
      case TransportException transport -> true;
      case ProviderException provider ->
          provider instanceof UnavailableException
              || provider instanceof RateLimitedException
              || provider instanceof UnauthorizedException;
      default -> false;
    };
  }
}
