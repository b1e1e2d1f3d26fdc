package org.atomicagents.error;

/** Thrown if a run begins after the shutdown of its application has begun. */
public final class ShutdownException extends AgentException {

  private ShutdownException(String message) {
    super(message, null);
  }

  /**
   * Returns an exception.
   *
   * @param activity the rejected activity, such as {@code starting a run}
   */
  public static ShutdownException of(String activity) {
    return new ShutdownException(
        "The application shuts down: rejected " + activity + ".\nUse another instance of it.");
  }

  /** Returns false: this instance of the application accepts no more runs. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  AgentException copy() {
    return new ShutdownException(message());
  }
}
