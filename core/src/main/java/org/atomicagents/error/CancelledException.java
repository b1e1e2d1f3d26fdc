package org.atomicagents.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a run is cancelled: its thread was interrupted, or its stream was closed.
 *
 * <p>After an interrupt, the interrupt flag of the thread is set again.
 */
public final class CancelledException extends AgentException {

  private CancelledException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns the exception of an interrupt after setting the interrupt flag of the current thread.
   *
   * @param activity the interrupted activity, to follow "while", such as {@code sending a request}
   * @param cause the interrupt, or null if only the flag was found set
   */
  public static CancelledException interrupted(String activity, @Nullable Throwable cause) {
    Thread.currentThread().interrupt();
    return new CancelledException("Interrupted while " + activity + ".", cause);
  }

  /**
   * Returns the exception of an exchange or a stream that was closed.
   *
   * @param activity the cancelled activity, to follow "while", such as {@code sending a request}
   */
  public static CancelledException closed(String activity) {
    return new CancelledException("Closed while " + activity + ".", null);
  }

  /** Returns false: the caller ended the run. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  AgentException copy() {
    return new CancelledException(message(), getCause());
  }
}
