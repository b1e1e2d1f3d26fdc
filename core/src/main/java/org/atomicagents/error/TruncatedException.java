package org.atomicagents.error;

import org.atomicagents.message.Usage;

/**
 * Thrown if the responses of all attempts are cut off at the output limit of the model or of the
 * request.
 *
 * @see org.atomicagents.RunLimits#withMaxTokensAfterTruncation
 */
public final class TruncatedException extends AgentException {
  private final String partialResponse;

  private TruncatedException(String message, String partialResponse) {
    super(message, null);
    this.partialResponse = partialResponse;
  }

  /**
   * Returns an exception.
   *
   * @param agent the name of the agent
   * @param usage the usage of the response
   * @param partialResponse the received text of the response
   */
  public static TruncatedException of(String agent, Usage usage, String partialResponse) {
    return new TruncatedException(
        "Agent '%s' got a response that was cut off after %d output tokens.\nRaise Sampling.maxTokens, or ask for a smaller output."
            .formatted(agent, usage.outputTokens()),
        partialResponse);
  }

  /** Returns the received text of the response, as the model wrote it. */
  public String partialResponse() {
    return partialResponse;
  }

  /** Returns false: the output limit has to be raised first. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  AgentException copy() {
    return new TruncatedException(message(), partialResponse);
  }
}
