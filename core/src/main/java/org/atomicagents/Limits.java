package org.atomicagents;

import org.jspecify.annotations.Nullable;

/**
 * How often a run tries before it gives up.
 *
 * @param maxAttempts how many answers are judged; every one after the first is a re-ask
 * @param maxRequests how many requests are sent, of all causes
 * @param maxTokensIfCut the limit of output with which an answer is asked for once more if it was
 *     cut at a smaller one, in tokens; null if a cut answer ends the run
 */
public record Limits(int maxAttempts, int maxRequests, @Nullable Integer maxTokensIfCut) {
  private static final Limits DEFAULTS = new Limits(3, 8);

  public Limits {
    requirePositive("maxAttempts", maxAttempts);
    requirePositive("maxRequests", maxRequests);
    if (maxTokensIfCut != null) {
      requirePositive("maxTokensIfCut", maxTokensIfCut);
    }
  }

  /** This many, and a cut answer ends the run. */
  public Limits(int maxAttempts, int maxRequests) {
    this(maxAttempts, maxRequests, null);
  }

  /** 3 attempts, 8 requests. */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /** A copy with this many attempts. */
  public Limits withMaxAttempts(int attempts) {
    return new Limits(attempts, maxRequests, maxTokensIfCut);
  }

  /** A copy with this many requests. */
  public Limits withMaxRequests(int requests) {
    return new Limits(maxAttempts, requests, maxTokensIfCut);
  }

  /** A copy that asks once more, with this limit of output, where an answer was cut. */
  public Limits withMaxTokensIfCut(int tokens) {
    return new Limits(maxAttempts, maxRequests, tokens);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
  }
}
