package org.atomicagents.error;

/** Thrown if the response of a model has no content, or white space only. */
public final class EmptyResponseException extends AgentException {

  private EmptyResponseException(String message) {
    super(message, null);
  }

  /**
   * Returns an exception.
   *
   * @param agent the name of the agent
   * @param finishReason the finish reason as the provider sent it
   */
  public static EmptyResponseException of(String agent, String finishReason) {
    return new EmptyResponseException(
        "Agent '"
            + agent
            + "' got an empty response (finish reason \""
            + finishReason
            + "\").\nTry again, or try another model.");
  }

  /** Returns true: another response of the same model may have content. */
  @Override
  public boolean isRetryable() {
    return true;
  }

  @Override
  AgentException copy() {
    return new EmptyResponseException(message());
  }
}
