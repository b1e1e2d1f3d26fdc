package org.atomicagents.error;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown before a request that would exceed a limit set by the application: a {@link
 * org.atomicagents.model.Budget}, {@link org.atomicagents.RunLimits#maxRequests()} or a usage
 * limit.
 */
public final class LimitExceededException extends AgentException {
  private static final Duration SOON = Duration.ofMinutes(1);

  private final String limit;
  private final long used;
  private final @Nullable LimitState state;
  private final @Nullable Duration retryAfter;

  private LimitExceededException(
      String message,
      String limit,
      long used,
      @Nullable LimitState state,
      @Nullable Duration retryAfter) {
    super(message, null);
    this.limit = limit;
    this.used = used;
    this.state = state;
    this.retryAfter = retryAfter;
  }

  /**
   * Returns an exception.
   *
   * @param limit a description of the limit, such as {@code the budget's tokens}
   * @param used the amount used so far
   * @param max the limit
   */
  public static LimitExceededException of(String limit, long used, long max) {
    return new LimitExceededException(
        "Limit reached: " + limit + ", " + used + " of " + max + " used.", limit, used, null, null);
  }

  /**
   * Returns the exception of a usage limit.
   *
   * @param message the limit, its owner, the amounts and the remedy
   * @param retryAfter the time until the request is permitted at the earliest; null if time does
   *     not help
   */
  public static LimitExceededException of(
      String message, LimitState state, @Nullable Duration retryAfter) {
    Objects.requireNonNull(state, "state");
    return new LimitExceededException(
        message,
        state.kind() + " of '" + state.limiter() + "'",
        state.used().longValue(),
        state,
        retryAfter);
  }

  /**
   * Returns an exception with the data of another one, such as one that was recorded, without its
   * {@link #state()}.
   *
   * @param message the limit, its owner, the amounts and the remedy
   * @param limit a description of the limit
   * @param used the amount used so far
   * @param retryAfter the time until the request is permitted at the earliest; null if time does
   *     not help
   */
  public static LimitExceededException ofMessage(
      String message, String limit, long used, @Nullable Duration retryAfter) {
    return new LimitExceededException(message, limit, used, null, retryAfter);
  }

  /** Returns a description of the limit, such as {@code the budget's tokens}. */
  public String limit() {
    return limit;
  }

  /**
   * Returns the amount used so far; more than the limit if requests ran concurrently. An amount of
   * money or seconds is rounded down; {@link #state()} has the exact one.
   */
  public long used() {
    return used;
  }

  /** Returns the state of the usage limit; empty for a budget and for the limits of a run. */
  public Optional<LimitState> state() {
    return Optional.ofNullable(state);
  }

  /**
   * Returns the time after which the request is permitted at the earliest; empty if the limit has
   * to be raised, or the request has to be smaller.
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Returns true if the limit resets within a minute. Otherwise, the limit has to be raised first.
   */
  @Override
  public boolean isRetryable() {
    return retryAfter != null && retryAfter.compareTo(SOON) <= 0;
  }

  @Override
  AgentException copy() {
    return new LimitExceededException(message(), limit, used, state, retryAfter);
  }
}
