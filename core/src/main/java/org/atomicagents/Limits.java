package org.atomicagents;

/**
 * How often a run tries before it gives up.
 *
 * @param maxAttempts how many answers are judged; every one after the first is a re-ask
 * @param maxRequests how many requests are sent, of all causes
 */
public record Limits(int maxAttempts, int maxRequests) {
  private static final Limits DEFAULTS = new Limits(3, 8);

  public Limits {
    requirePositive("maxAttempts", maxAttempts);
    requirePositive("maxRequests", maxRequests);
  }

  /** 3 attempts, 8 requests. */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /** A copy with this many attempts. */
  public Limits withMaxAttempts(int attempts) {
    return new Limits(attempts, maxRequests);
  }

  /** A copy with this many requests. */
  public Limits withMaxRequests(int requests) {
    return new Limits(maxAttempts, requests);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
  }
}
