package org.atomicagents.chat;

import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.atomicagents.error.CancelledException;
import org.jspecify.annotations.Nullable;

/** The failure of a context provider on another thread. */
final class ContextFailure {
  private ContextFailure() {}

  /** Throws a failure unchanged if it is unchecked; the result exists for a throw statement. */
  static RuntimeException rethrow(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }

  /**
   * Returns whether a failure is due to an interrupt of the calling thread. Those of other threads
   * are the cause of an {@link ExecutionException} or a {@link CompletionException}.
   */
  static boolean isInterrupt(RuntimeException failure) {
    for (Throwable cause = failure;
        cause != null
            && !(cause instanceof ExecutionException)
            && !(cause instanceof CompletionException);
        cause = cause.getCause()) {
      if (cause instanceof CancelledException
          || cause instanceof InterruptedException
          || cause instanceof ClosedByInterruptException) {
        return true;
      }
    }
    return false;
  }
}
