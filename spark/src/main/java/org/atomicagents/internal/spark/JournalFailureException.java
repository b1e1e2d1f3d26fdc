package org.atomicagents.internal.spark;

import org.atomicagents.error.StoreException;

/** Thrown if a journal cannot be used, which fails the task and not only the row. */
public final class JournalFailureException extends RuntimeException {
  private static final long serialVersionUID = 1;

  JournalFailureException(StoreException failure) {
    super(failure.getMessage(), failure);
  }
}
