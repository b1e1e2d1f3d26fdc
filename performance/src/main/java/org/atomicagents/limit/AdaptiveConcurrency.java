package org.atomicagents.limit;

/**
 * The settings of a number of concurrent requests that adapts to the provider: additive increase,
 * multiplicative decrease.
 *
 * <p>The number begins at {@code max}. A rate limit error of the provider (HTTP 429) multiplies the
 * present number of requests by {@code decrease}; one decrease counts for all requests that were
 * sent before it. As many successful responses as the number of requests increase it by one, while
 * it is in use. Immutable: each change returns a copy.
 *
 * @param min the lowest number of concurrent requests, 1 or more
 * @param max the highest number of concurrent requests
 * @param decrease the factor after a rate limit error, above 0 and below 1
 */
public record AdaptiveConcurrency(int min, int max, double decrease) {
  private static final AdaptiveConcurrency DEFAULTS = new AdaptiveConcurrency(1, 10_000, 0.5);

  public AdaptiveConcurrency {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException(
          "min and max: expected 1 <= min <= max, found " + min + " and " + max);
    }
    if (!(decrease > 0 && decrease < 1)) {
      throw new IllegalArgumentException(
          "decrease: expected a factor above 0 and below 1, found " + decrease);
    }
  }

  /** Returns the default: 1 to 10,000 requests, halved by a rate limit error. */
  public static AdaptiveConcurrency ofDefaults() {
    return DEFAULTS;
  }

  /**
   * Returns a copy with another highest number of concurrent requests.
   *
   * @throws IllegalArgumentException if the number is below {@link #min()}
   */
  public AdaptiveConcurrency withMax(int requests) {
    return new AdaptiveConcurrency(min, requests, decrease);
  }

  /**
   * Returns a copy with another lowest number of concurrent requests.
   *
   * @throws IllegalArgumentException if the number is below 1 or above {@link #max()}
   */
  public AdaptiveConcurrency withMin(int requests) {
    return new AdaptiveConcurrency(requests, max, decrease);
  }
}
