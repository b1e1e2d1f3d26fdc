package org.atomicagents.model;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request again whose failure may pass by itself.
 *
 * {@snippet :
 * Model patient = Model.of(client, "my-model").withRetry(Retry.ofDefaults().withMaxRetries(5));
 * }
 *
 * <p>What may pass says {@link AgentException#isRetryable()}. An answer is waited for until its
 * first event is there, and is never asked for again after that. Waits grow exponentially, each
 * drawn between nothing and its cap, so that callers who failed together don't come back together.
 * Where the provider says how long to wait, the drawn wait comes on top of that.
 *
 * <p>If no request is left to the run or its budget, or if the wait would last until the deadline,
 * the failure is thrown at once. Each try counts as a request and is told as one; each wait is told
 * as {@link AgentEvent.RequestRetried} and timed as {@link Phase#BACKOFF}, and ends with the run.
 *
 * <p>Immutable and thread-safe.
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
  private final Duration firstWait;
  private final Duration longestWait;
  private final Duration longestRetryAfter;
  private final RandomGenerator random;

  private RetryPolicy(
      int maxRetries,
      Duration firstWait,
      Duration longestWait,
      Duration longestRetryAfter,
      RandomGenerator random) {
    if (maxRetries < 0) {
      throw new IllegalArgumentException("maxRetries: expected 0 or more, found " + maxRetries);
    }
    this.maxRetries = maxRetries;
    this.firstWait = requireLength("firstWait", firstWait);
    this.longestWait = requireLength("longestWait", longestWait);
    this.longestRetryAfter = requireLength("longestRetryAfter", longestRetryAfter);
    this.random = Objects.requireNonNull(random, "random");
  }

  /**
   * Up to 3 further tries, after waits of up to 500 ms, 1 s and 2 s; a provider is waited for up to
   * 60 s.
   */
  public static RetryPolicy ofDefaults() {
    return DEFAULTS;
  }

  /** No further try. */
  public static RetryPolicy never() {
    return DEFAULTS.withMaxRetries(0);
  }

  /** A copy with up to this many further tries for each request. */
  public RetryPolicy withMaxRetries(int retries) {
    return new RetryPolicy(retries, firstWait, longestWait, longestRetryAfter, random);
  }

  /** A copy whose first wait is capped at this; the cap doubles with each further wait. */
  public RetryPolicy withInitialWait(Duration cap) {
    return new RetryPolicy(maxRetries, cap, longestWait, longestRetryAfter, random);
  }

  /** A copy whose cap grows no further than this. */
  public RetryPolicy withMaxWait(Duration cap) {
    return new RetryPolicy(maxRetries, firstWait, cap, longestRetryAfter, random);
  }

  /**
   * A copy that does what a provider says if that is to wait no longer than this; otherwise the
   * failure, which says when to come back, is thrown at once.
   */
  public RetryPolicy withMaxRetryAfter(Duration longest) {
    return new RetryPolicy(maxRetries, firstWait, longestWait, longest, random);
  }

  /** A copy that draws its waits from this generator, which has to be thread-safe. */
  public RetryPolicy withRandom(RandomGenerator generator) {
    return new RetryPolicy(maxRetries, firstWait, longestWait, longestRetryAfter, generator);
  }

  @Override
  public ModelExchange intercept(ModelRequest request, RunContext call, Chain chain) {
    if (maxRetries == 0) {
      return chain.proceed(request, call);
    }
    AgentException last = null;
    for (int retry = 1; ; retry++) {
      try {
        return StartedExchange.of(chain.proceed(request, call), call);
      } catch (LimitExceededException e) {
        // Others may have spent the budget meanwhile. What made this try necessary tells more.
        if (last == null) {
          throw e;
        }
        last.addSuppressed(e);
        throw last;
      } catch (AgentException e) {
        last = e;
        Duration wait = retry > maxRetries ? null : retryDelay(e, retry, call);
        if (wait == null) {
          throw e;
        }
        pause(retry, e, wait, call);
      }
    }
  }

  /** How long to wait before the request is sent again; null if it should not be. */
  private @Nullable Duration retryDelay(AgentException failure, int retry, RunContext call) {
    Duration told = providerDelay(failure);
    if (!failure.isRetryable() || !call.mayRequest() || told.compareTo(longestRetryAfter) > 0) {
      return null;
    }
    long drawn = (long) (random.nextDouble() * capNanos(retry));
    long nanos = DurationMath.saturatedNanos(told) + drawn;
    return nanos < call.deadline().remainingNanos() ? Duration.ofNanos(nanos) : null;
  }

  private static void pause(int retry, AgentException failure, Duration wait, RunContext call) {
    RequestEvents.retried(call, retry, failure, wait);
    call.pause(wait, Phase.BACKOFF, "waiting to send a request again");
  }

  private long capNanos(int retry) {
    long most = DurationMath.saturatedNanos(longestWait);
    long cap = DurationMath.saturatedNanos(firstWait);
    for (int i = 1; i < retry && cap > 0 && cap < most; i++) {
      cap *= 2;
    }
    return Math.min(cap, most);
  }

  private static Duration providerDelay(AgentException failure) {
    return switch (failure) {
      case RateLimitedException limited -> limited.retryAfter().orElse(Duration.ZERO);
      case UnavailableException unavailable -> unavailable.retryAfter().orElse(Duration.ZERO);
      default -> Duration.ZERO;
    };
  }

  private static Duration requireLength(String name, Duration length) {
    if (length.isNegative()) {
      throw new IllegalArgumentException(name + ": expected 0 or more, found " + length);
    }
    return length;
  }

  /** As in {@code Retry[up to 3 times, first wait PT0.5S, ...]}. */
  @Override
  public String toString() {
    return "Retry[up to %d times, first wait %s, longest %s, told ones %s]"
        .formatted(maxRetries, firstWait, longestWait, longestRetryAfter);
  }
}
