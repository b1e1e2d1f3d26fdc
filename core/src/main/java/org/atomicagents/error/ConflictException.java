package org.atomicagents.error;

/**
 * Thrown if a run conflicts with another run of its conversation: the other run is in progress and
 * runs must not overlap, or it has changed the turn that this run was to extend. Also thrown if a
 * recorded step of a durable workflow has another input than the present program.
 */
public final class ConflictException extends AgentException {
  private final boolean isRetryable;

  private ConflictException(String message, boolean isRetryable) {
    super(message, null);
    this.isRetryable = isRetryable;
  }

  /**
   * Returns an exception.
   *
   * @param message the conflict and the remedy
   */
  public static ConflictException of(String message) {
    return new ConflictException(message, true);
  }

  /**
   * Returns the exception of a program that differs from the one that recorded a step.
   *
   * @param message the conflict and the remedy
   */
  public static ConflictException ofProgram(String message) {
    return new ConflictException(message, false);
  }

  /** Returns true if the conflict ends with another run; false if the program has changed. */
  @Override
  public boolean isRetryable() {
    return isRetryable;
  }

  @Override
  AgentException copy() {
    return new ConflictException(message(), isRetryable);
  }
}
