package org.atomicagents.error;

/**
 * Thrown before a request that would exceed a limit set by the application: a {@link
 * org.atomicagents.model.Budget} or {@link org.atomicagents.RunLimits#maxRequests()}.
 */
public final class LimitExceededException extends AgentException {
  private final String limit;
  private final long used;

  private LimitExceededException(String message, String limit, long used) {
    super(message, null);
    this.limit = limit;
    this.used = used;
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
        "Limit reached: " + limit + ", " + used + " of " + max + " used.", limit, used);
  }

  /** Returns a description of the limit, such as {@code the budget's tokens}. */
  public String limit() {
    return limit;
  }

  /** Returns the amount used so far; more than the limit if requests ran concurrently. */
  public long used() {
    return used;
  }

  /** Returns false: the limit has to be raised first. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  AgentException copy() {
    return new LimitExceededException(message(), limit, used);
  }
}
