package org.atomicagents.internal.batch;

import org.atomicagents.RunIngredients;
import org.atomicagents.batch.StopReason;
import org.atomicagents.error.ConfigurationException;

/**
 * Thrown if a batch cannot continue because of its journal or its submission; its cause is the
 * exception to throw.
 */
final class BatchFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RuntimeException failure;
  private final StopReason reason;

  private BatchFailureException(RuntimeException failure, StopReason reason) {
    super(failure);
    this.failure = failure;
    this.reason = reason;
  }

  static BatchFailureException ofJournal(RuntimeException failure) {
    return new BatchFailureException(failure, StopReason.JOURNAL);
  }

  /** Checks that an item is the one that was submitted. */
  static void check(long index, RunIngredients ingredients, ItemReplays replays) {
    try {
      replays.check(index, ingredients);
    } catch (ConfigurationException e) {
      throw new BatchFailureException(e, StopReason.SUBMISSION);
    }
  }

  /** Returns the exception for the reader of the outcomes. */
  RuntimeException failure() {
    return failure;
  }

  StopReason reason() {
    return reason;
  }
}
