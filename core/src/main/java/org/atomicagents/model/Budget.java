package org.atomicagents.model;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Usage;

/**
 * A limit of the tokens and requests that one or more runs may use together.
 *
 * <p>The budget is checked before each request, so it can be exceeded only by the requests that are
 * in flight at that time. Thread-safe: a budget may be shared by runs.
 */
public final class Budget {
  // Each run has a budget: updaters cost no further objects.
  private static final AtomicLongFieldUpdater<Budget> TOKENS =
      AtomicLongFieldUpdater.newUpdater(Budget.class, "tokens");
  private static final AtomicIntegerFieldUpdater<Budget> REQUESTS =
      AtomicIntegerFieldUpdater.newUpdater(Budget.class, "requests");

  private final long maxTokens;
  private final int maxRequests;
  private volatile long tokens;
  private volatile int requests;

  private Budget(long maxTokens, int maxRequests) {
    this.maxTokens = requirePositive("maxTokens", maxTokens);
    this.maxRequests = (int) requirePositive("maxRequests", maxRequests);
  }

  /** Returns a budget without a limit; tokens and requests are still counted. */
  public static Budget unlimited() {
    return new Budget(Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Returns a budget of up to {@code maxTokens} input and output tokens.
   *
   * @throws IllegalArgumentException if the limit is below 1
   */
  public static Budget ofTokens(long maxTokens) {
    return new Budget(maxTokens, Integer.MAX_VALUE);
  }

  /**
   * Returns a budget of up to {@code maxRequests} requests.
   *
   * @throws IllegalArgumentException if the limit is below 1
   */
  public static Budget ofRequests(int maxRequests) {
    return new Budget(Long.MAX_VALUE, maxRequests);
  }

  /**
   * Returns a budget that is exhausted when either limit is reached.
   *
   * @throws IllegalArgumentException if a limit is below 1
   */
  public static Budget of(long maxTokens, int maxRequests) {
    return new Budget(maxTokens, maxRequests);
  }

  /**
   * Counts a request that is about to be sent.
   *
   * @throws LimitExceededException if the budget is exhausted; the request is not counted
   */
  public void takeRequest() {
    if (tokens >= maxTokens) {
      throw LimitExceededException.of("the budget's tokens", tokens, maxTokens);
    }
    int sent = REQUESTS.getAndUpdate(this, used -> used < maxRequests ? used + 1 : used);
    if (sent >= maxRequests) {
      throw LimitExceededException.of("the budget's requests", sent, maxRequests);
    }
  }

  /** Returns whether a request is permitted now; another thread may use the budget meanwhile. */
  public boolean mayRequest() {
    return tokens < maxTokens && requests < maxRequests;
  }

  /** Adds the usage of a request. */
  public void add(Usage usage) {
    TOKENS.accumulateAndGet(this, usage.totalTokens(), Budget::saturatedSum);
  }

  /** Returns the number of tokens used so far. */
  public long tokens() {
    return tokens;
  }

  /** Returns the number of requests sent so far. */
  public int requests() {
    return requests;
  }

  private static long saturatedSum(long used, long more) {
    long sum = used + more;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private static long requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
    return value;
  }
}
