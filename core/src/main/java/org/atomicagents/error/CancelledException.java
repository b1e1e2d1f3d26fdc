package org.atomicagents.error;

import org.jspecify.annotations.Nullable;

/**
 * The run was ended from outside: its thread was interrupted, or its stream closed.
 *
 * <p>After an interrupt the thread's flag is set again.
 */
public final class CancelledException extends AgentException {

  private CancelledException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The waiting thread was interrupted while {@code what} was done; sets its flag again. */
  public static CancelledException interrupted(String what, @Nullable Throwable cause) {
    Thread.currentThread().interrupt();
    return new CancelledException("Interrupted while " + what + ".", cause);
  }

  /** The exchange was closed while {@code what} was done. */
  public static CancelledException closed(String what) {
    return new CancelledException("Closed while " + what + ".", null);
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
