package org.atomicagents.error;

/** The model stopped without having said anything. */
public final class EmptyResponseException extends AgentException {

  private EmptyResponseException(String message) {
    super(message, null);
  }

  /**
   * For agents.
   *
   * @param said the provider's own word for why the model stopped
   */
  public static EmptyResponseException of(String agent, String said) {
    return new EmptyResponseException(
        "Agent '"
            + agent
            + "' got an empty response (finish reason \""
            + said
            + "\").\nTry again, or try another model.");
  }

  @Override
  public boolean isRetryable() {
    return true;
  }
}
