package org.atomicagents.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a conversation, a cached result, a batch or the permits of a rate limit cannot be read
 * from or written to their store.
 */
public final class StoreException extends AgentException {

  private StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns an exception.
   *
   * @param message the store, the failed operation, and the remedy
   */
  public static StoreException of(String message, @Nullable Throwable cause) {
    return new StoreException(message, cause);
  }

  /** Returns false: the store has to be repaired or replaced first. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  AgentException copy() {
    return new StoreException(message(), getCause());
  }
}
