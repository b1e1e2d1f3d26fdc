package org.atomicagents;

import org.jspecify.annotations.Nullable;

/**
 * How often a run tries before it gives up.
 *
 * @param maxAttempts how many answers are judged; every one after the first is a re-ask
 * @param maxRequests how many requests are sent, of all causes
 * @param maxTokensAfterTruncation the limit of output with which an answer is asked for once more
 *     if it was cut at a smaller one, in tokens; null if a cut answer ends the run
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

  /** This many, and a cut answer ends the run. */
  public RunLimits(int maxAttempts, int maxRequests) {
    this(maxAttempts, maxRequests, null);
  }

  /** 3 attempts, 8 requests. */
  public static RunLimits defaults() {
    return DEFAULTS;
  }

  /** A copy with this many attempts. */
  public RunLimits withMaxAttempts(int attempts) {
    return new RunLimits(attempts, maxRequests, maxTokensAfterTruncation);
  }

  /** A copy with this many requests. */
  public RunLimits withMaxRequests(int requests) {
    return new RunLimits(maxAttempts, requests, maxTokensAfterTruncation);
  }

  /** A copy that asks once more, with this limit of output, where an answer was cut. */
  public RunLimits withMaxTokensAfterTruncation(int tokens) {
    return new RunLimits(maxAttempts, maxRequests, tokens);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
  }
}
