package org.atomicagents.limit;

/**
 * The limits of a provider's account, per minute; 0 means no limit.
 *
 * <p>Immutable: each change returns a copy.
 *
 * @param requests the requests per minute
 * @param tokens the tokens per minute, input and output together
 * @param inputTokens the input tokens per minute
 * @param outputTokens the output tokens per minute
 */
public record RateLimits(long requests, long tokens, long inputTokens, long outputTokens) {
  private static final RateLimits NONE = new RateLimits(0, 0, 0, 0);

  public RateLimits {
    requireNonNegative("requests", requests);
    requireNonNegative("tokens", tokens);
    requireNonNegative("inputTokens", inputTokens);
    requireNonNegative("outputTokens", outputTokens);
  }

  /** Returns no limits. */
  public static RateLimits none() {
    return NONE;
  }

  /**
   * Returns a copy with another number of requests per minute.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public RateLimits withRequests(long perMinute) {
    return new RateLimits(perMinute, tokens, inputTokens, outputTokens);
  }

  /**
   * Returns a copy with another number of input and output tokens per minute.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public RateLimits withTokens(long perMinute) {
    return new RateLimits(requests, perMinute, inputTokens, outputTokens);
  }

  /**
   * Returns a copy with another number of input tokens per minute.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public RateLimits withInputTokens(long perMinute) {
    return new RateLimits(requests, tokens, perMinute, outputTokens);
  }

  /**
   * Returns a copy with another number of output tokens per minute.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public RateLimits withOutputTokens(long perMinute) {
    return new RateLimits(requests, tokens, inputTokens, perMinute);
  }

  /** Returns the lower one of both limits, for each kind that has any. */
  public RateLimits lower(RateLimits other) {
    return new RateLimits(
        lower(requests, other.requests),
        lower(tokens, other.tokens),
        lower(inputTokens, other.inputTokens),
        lower(outputTokens, other.outputTokens));
  }

  private static long lower(long a, long b) {
    return a == 0 ? b : b == 0 ? a : Math.min(a, b);
  }

  private static void requireNonNegative(String name, long perMinute) {
    if (perMinute < 0) {
      throw new IllegalArgumentException(name + ": expected 0 or more, found " + perMinute);
    }
  }
}
