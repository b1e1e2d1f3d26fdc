package org.atomicagents.batch;

import java.util.Objects;

/**
 * Thrown if a submission failed after the provider had created a batch of a part of the inputs, or
 * may have created one; its cause is the failure.
 *
 * <p>{@link #submitted()} refers to the batches that exist. Continue with {@link
 * Batch#resume(SubmittedBatch, Iterable, org.atomicagents.model.batch.BatchClient)}: {@link
 * ProviderBatch#submitFollowUp()} submits the other inputs.
 */
public final class IncompleteSubmissionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SubmittedBatch submitted;

  IncompleteSubmissionException(SubmittedBatch submitted, RuntimeException cause) {
    super(
        "The submission failed after %d requests in %d batches: %s\nSave the reference (submitted()), and continue with Batch.resume."
            .formatted(submitted.requests(), submitted.batches().size(), cause.getMessage()),
        Objects.requireNonNull(cause, "cause"));
    this.submitted = submitted;
  }

  /** Returns the reference to the batches that exist. */
  public SubmittedBatch submitted() {
    return submitted;
  }
}
