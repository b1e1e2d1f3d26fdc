package org.atomicagents.model;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Usage;

/**
 * What one or many runs may spend together: a meter that counts down.
 *
 * <p>Thread-safe, meant to be shared. It is checked before each request, so that it is overrun by
 * no more than the requests then in flight.
 */
public final class Budget {
  private final long maxTokens;
  private final int maxRequests;
  private final AtomicLong tokens = new AtomicLong();
  private final AtomicInteger requests = new AtomicInteger();

  private Budget(long maxTokens, int maxRequests) {
    this.maxTokens = requirePositive("maxTokens", maxTokens);
    this.maxRequests = (int) requirePositive("maxRequests", maxRequests);
  }

  /** No limit; what is spent is still counted. */
  public static Budget unlimited() {
    return new Budget(Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Up to this many tokens, input and output together. */
  public static Budget ofTokens(long maxTokens) {
    return new Budget(maxTokens, Integer.MAX_VALUE);
  }

  /** Up to this many requests. */
  public static Budget ofRequests(int maxRequests) {
    return new Budget(Long.MAX_VALUE, maxRequests);
  }

  /** Up to this many tokens and requests, whichever ends first. */
  public static Budget of(long maxTokens, int maxRequests) {
    return new Budget(maxTokens, maxRequests);
  }

  /**
   * Counts a request that is about to be sent.
   *
   * @throws LimitExceededException if nothing is left; the request is not counted
   */
  public void takeRequest() {
    if (tokens.get() >= maxTokens) {
      throw LimitExceededException.of("the budget's tokens", tokens.get(), maxTokens);
    }
    int taken = requests.getAndUpdate(used -> used < maxRequests ? used + 1 : used);
    if (taken >= maxRequests) {
      throw LimitExceededException.of("the budget's requests", taken, maxRequests);
    }
  }

  /** Whether a request would be let through now; a moment later it may not. */
  public boolean mayRequest() {
    return tokens.get() < maxTokens && requests.get() < maxRequests;
  }

  /** Counts what a request has used. */
  public void add(Usage usage) {
    tokens.addAndGet(usage.totalTokens());
  }

  /** Tokens used so far. */
  public long tokens() {
    return tokens.get();
  }

  /** Requests sent so far. */
  public int requests() {
    return requests.get();
  }

  private static long requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
    return value;
  }
}
