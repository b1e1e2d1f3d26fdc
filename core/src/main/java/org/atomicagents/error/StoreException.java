package org.atomicagents.error;

import org.jspecify.annotations.Nullable;

/** A conversation, a cached answer or a batch could not be read from or written to its store. */
public final class StoreException extends AgentException {

  private StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** For stores: which one, what was done, and what to do. */
  public static StoreException of(String message, @Nullable Throwable cause) {
    return new StoreException(message, cause);
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
