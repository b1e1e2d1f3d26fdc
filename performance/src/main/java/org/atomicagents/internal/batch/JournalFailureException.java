package org.atomicagents.internal.batch;

/**
 * Thrown if a batch cannot continue because of its journal; its cause is the exception to throw.
 */
final class JournalFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RuntimeException failure;

  JournalFailureException(RuntimeException failure) {
    super(failure);
    this.failure = failure;
  }

  /** Returns the exception for the reader of the outcomes. */
  RuntimeException failure() {
    return failure;
  }
}
