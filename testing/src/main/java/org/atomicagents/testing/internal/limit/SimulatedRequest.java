package org.atomicagents.testing.internal.limit;

/**
 * A request of a simulated load.
 *
 * @param estimatedInput the input tokens in the estimate of the caller
 */
public record SimulatedRequest(long estimatedInput, long inputTokens, long outputTokens) {

  /** Returns the tokens that the provider counts. */
  public long tokens() {
    return inputTokens + outputTokens;
  }
}
