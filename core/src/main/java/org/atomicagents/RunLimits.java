package org.atomicagents;

import org.jspecify.annotations.Nullable;

/**
 * The limits of attempts and requests of one run.
 *
 * <p>Immutable; the {@code with} methods return copies.
 *
 * @param maxAttempts the maximum number of responses, 1 or more; every request after the first one
 *     is a re-ask, or repeats a request whose response was cut off
 * @param maxRequests the maximum number of requests, 1 or more, including re-asks and retries
 * @param maxTokensAfterTruncation the output limit, in tokens, of the attempts after a response was
 *     cut off at a smaller limit; null to keep the limit
 */
public record RunLimits(
    int maxAttempts, int maxRequests, @Nullable Integer maxTokensAfterTruncation) {
  private static final RunLimits DEFAULTS = new RunLimits(3, 8);

  public RunLimits {
    requirePositive("maxAttempts", maxAttempts);
    requirePositive("maxRequests", maxRequests);
    if (maxTokensAfterTruncation != null) {
      requirePositive("maxTokensAfterTruncation", maxTokensAfterTruncation);
    }
  }

  /** Creates limits that keep the output limit after a response was cut off. */
  public RunLimits(int maxAttempts, int maxRequests) {
    this(maxAttempts, maxRequests, null);
  }

  /** Returns the default limits: 3 attempts and 8 requests. */
  public static RunLimits defaults() {
    return DEFAULTS;
  }

  /**
   * Returns a copy with a maximum number of attempts.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public RunLimits withMaxAttempts(int attempts) {
    return new RunLimits(attempts, maxRequests, maxTokensAfterTruncation);
  }

  /**
   * Returns a copy with a maximum number of requests.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public RunLimits withMaxRequests(int requests) {
    return new RunLimits(maxAttempts, requests, maxTokensAfterTruncation);
  }

  /**
   * Returns a copy with a larger output limit for the attempts after a response was cut off.
   *
   * @param tokens the output limit of these attempts, in tokens
   * @throws IllegalArgumentException if it is less than 1
   */
  public RunLimits withMaxTokensAfterTruncation(int tokens) {
    return new RunLimits(maxAttempts, maxRequests, tokens);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
  }
}
