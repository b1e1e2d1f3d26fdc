package org.atomicagents.resilience;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.atomicagents.internal.resilience.HedgeSettings;
import org.atomicagents.internal.resilience.HedgeState;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.time.TimeSource;

/**
 * An interceptor that sends a request a second time if its response has not begun after a delay,
 * and uses the response that begins first.
 *
 * {@snippet class="org.atomicagents.resilience.ResilienceSnippets" region="hedge"}
 *
 * <p>The delay is a percentile of the latest times to the first event, per model, and apart for
 * streamed requests. As long as fewer than 20 times are known, it is the initial delay. Second
 * requests are limited to a share of the requests that pass through this policy: if most requests
 * are slow, most of them are not sent twice. A second request beyond the share waits until further
 * requests permit it, the oldest first.
 *
 * <p>The loser is cancelled at once. Both requests count against the limits of the run, and the
 * usage of both counts: providers report none for a cancelled response, so its input is estimated.
 * If the first request fails while the second one is in progress, the second response is used.
 *
 * <p>Requests of runs with {@link org.atomicagents.RunOptions#withSideEffects()} are never sent
 * twice. Each second request is emitted as {@link AgentEvent.RequestHedged}, and its outcome as
 * {@link AgentEvent.HedgeEnded}. Listeners can be called by the threads of both requests at the
 * same time.
 *
 * <p>Tenants that use one instance share its delays and its share of second requests; use one
 * instance per tenant to separate them. Thread-safe. The {@code with} methods return copies that
 * have learnt nothing.
 */
public final class HedgePolicy implements Interceptor {
  private final HedgeState state;

  private HedgePolicy(HedgeSettings settings) {
    this.state = new HedgeState(settings);
  }

  /**
   * Returns a policy that sends at most 6% of the requests twice, after the 94th percentile of the
   * latest times but not before 10 ms, and after 2 s as long as these times are not known.
   */
  public static HedgePolicy ofDefaults() {
    return new HedgePolicy(
        new HedgeSettings(
            94,
            Duration.ofSeconds(2),
            Duration.ofMillis(10),
            0.06,
            request -> false,
            TokenCounter.heuristic(),
            TimeSource.system()));
  }

  /**
   * Returns a copy with another percentile of the times to the first event; default: 94.
   *
   * @throws IllegalArgumentException if it is not between 0 and 100
   */
  public HedgePolicy withPercentile(double percentile) {
    if (!(percentile > 0 && percentile < 100)) {
      throw new IllegalArgumentException(
          "percentile: expected between 0 and 100, found " + percentile);
    }
    HedgeSettings old = state.settings();
    return new HedgePolicy(
        new HedgeSettings(
            percentile,
            old.initialDelay(),
            old.minDelay(),
            old.share(),
            old.excluded(),
            old.counter(),
            old.time()));
  }

  /**
   * Returns a copy with another delay for models of which too few times are known; default: 2 s.
   *
   * @throws IllegalArgumentException if the delay is negative
   */
  public HedgePolicy withInitialDelay(Duration delay) {
    requireNonNegative(delay);
    HedgeSettings old = state.settings();
    return new HedgePolicy(
        new HedgeSettings(
            old.percentile(),
            delay,
            old.minDelay(),
            old.share(),
            old.excluded(),
            old.counter(),
            old.time()));
  }

  /**
   * Returns a copy with another shortest delay; default: 10 ms. The timer and the thread of a
   * second request would cost more than a response that begins sooner.
   *
   * @throws IllegalArgumentException if the delay is negative
   */
  public HedgePolicy withMinDelay(Duration delay) {
    requireNonNegative(delay);
    HedgeSettings old = state.settings();
    return new HedgePolicy(
        new HedgeSettings(
            old.percentile(),
            old.initialDelay(),
            delay,
            old.share(),
            old.excluded(),
            old.counter(),
            old.time()));
  }

  /**
   * Returns a copy with another maximum share of second requests; default: 0.06.
   *
   * <p>One second request is permitted at the beginning, and up to ten are saved.
   *
   * @param share from 0, for none, to 1
   * @throws IllegalArgumentException if the share is out of range
   */
  public HedgePolicy withMaxShare(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share: expected 0 to 1, found " + share);
    }
    HedgeSettings old = state.settings();
    return new HedgePolicy(
        new HedgeSettings(
            old.percentile(),
            old.initialDelay(),
            old.minDelay(),
            share,
            old.excluded(),
            old.counter(),
            old.time()));
  }

  /**
   * Returns a copy that never sends some requests twice, in addition to those with side effects.
   */
  public HedgePolicy withExclusion(Predicate<? super ModelRequest> excluded) {
    Objects.requireNonNull(excluded, "excluded");
    HedgeSettings old = state.settings();
    return new HedgePolicy(
        new HedgeSettings(
            old.percentile(),
            old.initialDelay(),
            old.minDelay(),
            old.share(),
            old.excluded().or(excluded),
            old.counter(),
            old.time()));
  }

  /** Returns a copy with another estimate of the input of cancelled requests. */
  public HedgePolicy withTokenCounter(TokenCounter counter) {
    HedgeSettings old = state.settings();
    return new HedgePolicy(
        new HedgeSettings(
            old.percentile(),
            old.initialDelay(),
            old.minDelay(),
            old.share(),
            old.excluded(),
            Objects.requireNonNull(counter, "counter"),
            old.time()));
  }

  /** Returns a copy with another clock; default: the system clock. */
  public HedgePolicy withTimeSource(TimeSource time) {
    HedgeSettings old = state.settings();
    return new HedgePolicy(
        new HedgeSettings(
            old.percentile(),
            old.initialDelay(),
            old.minDelay(),
            old.share(),
            old.excluded(),
            old.counter(),
            Objects.requireNonNull(time, "time")));
  }

  /** Returns the counts since the creation of this policy. */
  public HedgeStatistics statistics() {
    return state.statistics();
  }

  @Override
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    boolean isRefused =
        context.hasSideEffects()
            || state.settings().share() == 0
            || state.settings().excluded().test(request);
    return isRefused ? chain.proceed(request, context) : state.send(request, context, chain);
  }

  private static void requireNonNegative(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay: expected 0 or more, found " + delay);
    }
  }

  /** Returns the settings, as in {@code HedgePolicy[percentile 94.0, initial PT2S, share 0.06]}. */
  @Override
  public String toString() {
    HedgeSettings settings = state.settings();
    return "HedgePolicy[percentile %s, initial %s, share %s]"
        .formatted(settings.percentile(), settings.initialDelay(), settings.share());
  }
}
