package org.atomicagents.error;

/** The model, or the provider's content filter, declines to answer. */
public final class ModelRefusalException extends AgentException {
  private final String reason;

  private ModelRefusalException(String message, String reason) {
    super(message, null);
    this.reason = reason;
  }

  /**
   * For agents.
   *
   * @param reason what the model said, or the filter's name
   */
  public static ModelRefusalException of(String agent, String reason) {
    return new ModelRefusalException(
        "Agent '" + agent + "' got a refusal: " + reason + "\nChange the input or the prompt.",
        reason);
  }

  /** What the model said, or the filter's name. */
  public String reason() {
    return reason;
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
