package org.atomicagents.model;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.internal.DurationMath;
import org.atomicagents.time.Phase;
import org.jspecify.annotations.Nullable;

/**
 * An interceptor that retries failed requests with exponential backoff.
 *
 * {@snippet :
 * Model model =
 *     Model.of(client, "my-model").withRetry(RetryPolicy.ofDefaults().withMaxRetries(5));
 * }
 *
 * <p>A request is retried if its failure is {@linkplain AgentException#isRetryable() retryable} and
 * occurred before the first event of the response. Each wait is random between zero and a cap that
 * doubles with each retry ("full jitter"), so that callers that failed together do not retry
 * together. If the provider specifies a delay, the random wait is added to it.
 *
 * <p>The failure is thrown at once if the run or its budget permits no more requests, or if the
 * wait would not end before the deadline. Each retry counts as a request. Each wait is emitted as
 * {@link AgentEvent.RequestRetried} and timed as {@link Phase#BACKOFF}; cancelling the run ends it.
 *
 * <p>Immutable and thread-safe: each change returns a copy.
 */
public final class RetryPolicy implements Interceptor {
  private static final RetryPolicy DEFAULTS =
      new RetryPolicy(
          3,
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          () -> ThreadLocalRandom.current().nextLong());

  private final int maxRetries;
  private final Duration initialWait;
  private final Duration maxWait;
  private final Duration maxRetryAfter;
  private final RandomGenerator random;

  private RetryPolicy(
      int maxRetries,
      Duration initialWait,
      Duration maxWait,
      Duration maxRetryAfter,
      RandomGenerator random) {
    if (maxRetries < 0) {
      throw new IllegalArgumentException("maxRetries: expected 0 or more, found " + maxRetries);
    }
    this.maxRetries = maxRetries;
    this.initialWait = requireNonNegative("initialWait", initialWait);
    this.maxWait = requireNonNegative("maxWait", maxWait);
    this.maxRetryAfter = requireNonNegative("maxRetryAfter", maxRetryAfter);
    this.random = Objects.requireNonNull(random, "random");
  }

  /**
   * Returns a policy with up to 3 retries, after waits of up to 500 ms, 1 s and 2 s.
   *
   * <p>A delay that the provider specifies is accepted up to 60 s.
   */
  public static RetryPolicy ofDefaults() {
    return DEFAULTS;
  }

  /** Returns a policy that never retries. */
  public static RetryPolicy none() {
    return DEFAULTS.withMaxRetries(0);
  }

  /**
   * Returns a copy with another maximum number of retries per request; 0 never retries.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public RetryPolicy withMaxRetries(int retries) {
    return new RetryPolicy(retries, initialWait, maxWait, maxRetryAfter, random);
  }

  /**
   * Returns a copy with another cap of the first wait; the cap doubles with each retry.
   *
   * @throws IllegalArgumentException if the cap is negative
   */
  public RetryPolicy withInitialWait(Duration cap) {
    return new RetryPolicy(maxRetries, cap, maxWait, maxRetryAfter, random);
  }

  /**
   * Returns a copy with another maximum of the doubling cap.
   *
   * @throws IllegalArgumentException if the cap is negative
   */
  public RetryPolicy withMaxWait(Duration cap) {
    return new RetryPolicy(maxRetries, initialWait, cap, maxRetryAfter, random);
  }

  /**
   * Returns a copy with another maximum of the delay that a provider may specify.
   *
   * <p>If the provider specifies a longer delay, the failure is thrown at once; its message
   * contains the delay.
   *
   * @throws IllegalArgumentException if the maximum is negative
   */
  public RetryPolicy withMaxRetryAfter(Duration max) {
    return new RetryPolicy(maxRetries, initialWait, maxWait, max, random);
  }

  /** Returns a copy with another source of random waits, which must be thread-safe. */
  public RetryPolicy withRandom(RandomGenerator generator) {
    return new RetryPolicy(maxRetries, initialWait, maxWait, maxRetryAfter, generator);
  }

  @Override
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    return maxRetries == 0
        ? chain.proceed(request, context)
        : call(context, () -> StartedExchange.of(chain.proceed(request, context), context));
  }

  /**
   * Returns the result of a request that is not sent to a model, such as one for the state of a
   * batch. A request that fails is retried as a request to a model is.
   *
   * @param context the limits of the waits, and the listeners of the events
   * @param request sends the request, which must be safe to send again
   * @throws AgentException if the last attempt fails
   */
  public <T> T call(RunContext context, Supplier<T> request) {
    AgentException last = null;
    for (int retry = 1; ; retry++) {
      try {
        return request.get();
      } catch (LimitExceededException e) {
        // Other runs may have used up a shared budget meanwhile. The failure that was retried is
        // more useful than this one.
        if (last == null) {
          throw e;
        }
        last.addSuppressed(e);
        throw last;
      } catch (AgentException e) {
        last = e;
        Duration wait = retry > maxRetries ? null : retryDelay(e, retry, context);
        if (wait == null) {
          throw e;
        }
        pause(retry, e, wait, context);
      }
    }
  }

  /** Returns how long to wait before the retry; null if the request must not be retried. */
  private @Nullable Duration retryDelay(AgentException failure, int retry, RunContext context) {
    Duration minDelay = providerDelay(failure);
    if (!failure.isRetryable() || !context.mayRequest() || minDelay.compareTo(maxRetryAfter) > 0) {
      return null;
    }
    long jitter = (long) (random.nextDouble() * capNanos(retry));
    long nanos = DurationMath.saturatedNanos(minDelay) + jitter;
    return nanos < context.deadline().remainingNanos() ? Duration.ofNanos(nanos) : null;
  }

  private static void pause(int retry, AgentException failure, Duration wait, RunContext context) {
    if (context.listeners().isActive()) {
      context
          .listeners()
          .emit(new AgentEvent.RequestRetried(context.agent(), retry, failure, wait));
    }
    context.sleep(wait, Phase.BACKOFF, "waiting to retry a request");
  }

  private long capNanos(int retry) {
    long max = DurationMath.saturatedNanos(maxWait);
    long cap = DurationMath.saturatedNanos(initialWait);
    for (int i = 1; i < retry && cap > 0 && cap < max; i++) {
      cap *= 2;
    }
    return Math.min(cap, max);
  }

  private static Duration providerDelay(AgentException failure) {
    return switch (failure) {
      case RateLimitedException limited -> limited.retryAfter().orElse(Duration.ZERO);
      case UnavailableException unavailable -> unavailable.retryAfter().orElse(Duration.ZERO);
      default -> Duration.ZERO;
    };
  }

  private static Duration requireNonNegative(String name, Duration length) {
    if (length.isNegative()) {
      throw new IllegalArgumentException(name + ": expected 0 or more, found " + length);
    }
    return length;
  }

  /** Returns the settings, as in {@code RetryPolicy[maxRetries=3, initialWait=PT0.5S, ...]}. */
  @Override
  public String toString() {
    return "RetryPolicy[maxRetries=%d, initialWait=%s, maxWait=%s, maxRetryAfter=%s]"
        .formatted(maxRetries, initialWait, maxWait, maxRetryAfter);
  }
}
