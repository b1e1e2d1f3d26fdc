package org.atomicagents.error;

/**
 * Thrown if a run conflicts with another run of its conversation: the other run is in progress and
 * runs must not overlap, or it has changed the turn that this run was to extend.
 */
public final class ConflictException extends AgentException {

  private ConflictException(String message) {
    super(message, null);
  }

  /**
   * Returns an exception.
   *
   * @param message the conflict and the remedy
   */
  public static ConflictException of(String message) {
    return new ConflictException(message);
  }

  /** Returns true: the conflict ends with the other run. */
  @Override
  public boolean isRetryable() {
    return true;
  }

  @Override
  AgentException copy() {
    return new ConflictException(message());
  }
}
