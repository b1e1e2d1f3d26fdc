package org.atomicagents.chat;

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
}
