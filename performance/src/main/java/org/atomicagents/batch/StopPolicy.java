package org.atomicagents.batch;

/**
 * The number of failures that stops a batch.
 *
 * <p>A stop cancels the items in flight; no other item is started. Immutable.
 *
 * @param maxFailures the number of failed items at which a batch stops
 */
public record StopPolicy(long maxFailures) {
  private static final StopPolicy COLLECT_ALL = new StopPolicy(Long.MAX_VALUE);
  private static final StopPolicy FAIL_FAST = new StopPolicy(1);

  /**
   * Creates a policy.
   *
   * @throws IllegalArgumentException if the number is less than 1
   */
  public StopPolicy {
    if (maxFailures < 1) {
      throw new IllegalArgumentException("maxFailures: expected 1 or more, found " + maxFailures);
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
    return new StopPolicy(max);
  }
}
