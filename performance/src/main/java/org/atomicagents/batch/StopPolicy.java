package org.atomicagents.batch;

/**
 * The failures that stop a batch: a number of them, or a share of the items.
 *
 * <p>A stop cancels the items in flight; no other item is started. Immutable.
 *
 * @param maxFailures the number of failed items at which a batch stops
 * @param maxErrorRate the share of failed items, from 0 to 1, above which a batch stops
 * @param minItems the number of completed items from which the share is checked
 */
public record StopPolicy(long maxFailures, double maxErrorRate, long minItems) {
  private static final StopPolicy COLLECT_ALL = new StopPolicy(Long.MAX_VALUE, 1, 1);
  private static final StopPolicy FAIL_FAST = new StopPolicy(1, 1, 1);

  /**
   * Creates a policy.
   *
   * @throws IllegalArgumentException if a number is less than 1, or the share is not in 0 to 1
   */
  public StopPolicy {
    requirePositive("maxFailures", maxFailures);
    requirePositive("minItems", minItems);
    if (!(maxErrorRate >= 0 && maxErrorRate <= 1)) {
      throw new IllegalArgumentException("maxErrorRate: expected 0 to 1, found " + maxErrorRate);
    }
  }

  /** Returns the policy that never stops a batch: every item gets an outcome of its own. */
  public static StopPolicy collectAll() {
    return COLLECT_ALL;
  }

  /** Returns the policy that stops a batch at the first failure. */
  public static StopPolicy failFast() {
    return FAIL_FAST;
  }

  /**
   * Returns the policy that stops a batch at a number of failures, such as 100.
   *
   * @throws IllegalArgumentException if the number is less than 1
   */
  public static StopPolicy failures(long max) {
    return new StopPolicy(max, 1, 1);
  }

  /**
   * Returns the policy that stops a batch when more than a share of its items has failed.
   *
   * <p>Items that a journal replays do not count: a resumed batch with a broken provider stops as
   * soon as a new one.
   *
   * @param max the share, such as 0.1, from 0 to 1
   * @param minItems the number of completed items from which the share is checked, such as 50, so
   *     that one early failure is not a share of 1
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static StopPolicy errorRate(double max, long minItems) {
    return new StopPolicy(Long.MAX_VALUE, max, minItems);
  }

  /** Returns a copy that also stops a batch at a share of failures; see {@link #errorRate}. */
  public StopPolicy withErrorRate(double max, long newMinItems) {
    return new StopPolicy(maxFailures, max, newMinItems);
  }

  /**
   * Returns whether a batch has to be stopped.
   *
   * @param done the number of completed items, failures included, without replayed ones
   * @param failed the number of failed items
   */
  public boolean stops(long done, long failed) {
    return failed >= maxFailures || (done >= minItems && failed > maxErrorRate * done);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
  }
}
