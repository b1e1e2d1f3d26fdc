package org.atomicagents.model;

/** The model stopped without having said anything. */
public final class EmptyReplyException extends AgentException {

  private EmptyReplyException(String message) {
    super(message, null);
  }

  /**
   * For agents.
   *
   * @param said the provider's own word for why the model stopped
   */
  public static EmptyReplyException of(String agent, String said) {
    return new EmptyReplyException(
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
