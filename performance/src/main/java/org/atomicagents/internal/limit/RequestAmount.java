package org.atomicagents.internal.limit;

import org.atomicagents.message.Usage;

/** The estimated or actual amounts of a request. */
record RequestAmount(long requests, long inputTokens, long outputTokens) {
  /** A request that was not sent. */
  static final RequestAmount NONE = new RequestAmount(0, 0, 0);

  /** A request that was sent and used no tokens. */
  static final RequestAmount NO_TOKENS = new RequestAmount(1, 0, 0);

  /**
   * Returns the amounts of a response.
   *
   * @param countsCachedInput whether input tokens read from the provider's cache count
   */
  static RequestAmount of(Usage usage, boolean countsCachedInput) {
    long input = usage.inputTokens();
    return new RequestAmount(
        1,
        countsCachedInput ? input : Math.max(0, input - usage.cacheReadTokens()),
        usage.outputTokens());
  }

  /** Returns the sum of input and output tokens. */
  long tokens() {
    long sum = inputTokens + outputTokens;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  RequestAmount withOutputTokens(long tokens) {
    return new RequestAmount(requests, inputTokens, tokens);
  }
}
