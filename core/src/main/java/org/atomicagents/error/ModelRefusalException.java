package org.atomicagents.error;

/** Thrown if the model or the content filter of the provider refuses to respond. */
public final class ModelRefusalException extends AgentException {
  private final String reason;

  private ModelRefusalException(String message, String reason) {
    super(message, null);
    this.reason = reason;
  }

  /**
   * Returns an exception.
   *
   * @param agent the name of the agent
   * @param reason the refusal as the model wrote it, or a description of the content filter
   */
  public static ModelRefusalException of(String agent, String reason) {
    return new ModelRefusalException(
        "Agent '" + agent + "' got a refusal: " + reason + "\nChange the input or the prompt.",
        reason);
  }

  /** Returns the refusal as the model wrote it, or a description of the content filter. */
  public String reason() {
    return reason;
  }

  /** Returns false: the input or the prompt has to be changed first. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  AgentException copy() {
    return new ModelRefusalException(message(), reason);
  }
}
