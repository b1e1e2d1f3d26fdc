package org.atomicagents.resilience;

import java.time.Duration;
import java.util.Objects;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.internal.resilience.DelayTimer;
import org.atomicagents.internal.resilience.FirstTokenWait;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * An interceptor that limits the time to the first token of a response, apart from the time of the
 * complete response.
 *
 * {@snippet class="org.atomicagents.resilience.ResilienceSnippets" region="first-token"}
 *
 * <p>The limit applies to streamed requests. A response that is not streamed arrives as a whole, so
 * it has a limit of its own, which is not set by default. The first token is the first text, tool
 * call, reasoning or refusal: headers and usage do not count.
 *
 * <p>When the limit passes, the exchange is closed, and {@link TimedOutException} of {@link
 * TimedOutException.Limit#FIRST_TOKEN} is thrown, which is retryable. If the deadline of the run
 * passes first, the exception is that of the deadline. Thread-safe.
 */
public final class FirstTokenLimit implements Interceptor {
  private final Duration limit;
  private final @Nullable Duration completeLimit;
  private final TimeSource time;
  private final DelayTimer timer;

  private FirstTokenLimit(Duration limit, @Nullable Duration completeLimit, TimeSource time) {
    this.limit = limit;
    this.completeLimit = completeLimit;
    this.time = time;
    this.timer = new DelayTimer(time);
  }

  /**
   * Returns a limit of the time from a request to the first token of a streamed response.
   *
   * @throws IllegalArgumentException if the limit is not positive
   */
  public static FirstTokenLimit of(Duration limit) {
    return new FirstTokenLimit(requirePositive(limit), null, TimeSource.system());
  }

  /**
   * Returns a copy with a limit of the time of a response that is not streamed; default: none.
   *
   * @throws IllegalArgumentException if the limit is not positive
   */
  public FirstTokenLimit withCompleteResponses(Duration newLimit) {
    return new FirstTokenLimit(limit, requirePositive(newLimit), time);
  }

  /** Returns a copy with another clock; default: the system clock. */
  public FirstTokenLimit withTimeSource(TimeSource newTime) {
    return new FirstTokenLimit(limit, completeLimit, Objects.requireNonNull(newTime, "newTime"));
  }

  @Override
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    Duration applied = request.stream() ? limit : completeLimit;
    return applied == null
        ? chain.proceed(request, context)
        : FirstTokenWait.send(request, context, chain, applied, timer);
  }

  private static Duration requirePositive(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit: expected more than 0, found " + limit);
    }
    return limit;
  }

  /** Returns the limits, as in {@code FirstTokenLimit[PT5S, complete responses PT1M]}. */
  @Override
  public String toString() {
    return "FirstTokenLimit["
        + limit
        + (completeLimit == null ? "" : ", complete responses " + completeLimit)
        + "]";
  }
}
