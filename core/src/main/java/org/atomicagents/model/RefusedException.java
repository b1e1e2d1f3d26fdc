package org.atomicagents.model;

/** The model, or the provider's content filter, declines to answer. */
public final class RefusedException extends AgentException {
  private final String reason;

  private RefusedException(String message, String reason) {
    super(message, null);
    this.reason = reason;
  }

  /**
   * For agents.
   *
   * @param reason what the model said, or the filter's name
   */
  public static RefusedException of(String agent, String reason) {
    return new RefusedException(
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
