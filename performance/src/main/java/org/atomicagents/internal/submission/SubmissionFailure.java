package org.atomicagents.internal.submission;

/**
 * Thrown if a submission failed after a batch was created, or may have been created, at the
 * provider; its cause is the failure.
 */
public final class SubmissionFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Submission submission;
  private final RuntimeException failure;

  SubmissionFailure(Submission submission, RuntimeException failure) {
    super(failure);
    this.submission = submission;
    this.failure = failure;
  }

  /** Returns the submission so far. */
  public Submission submission() {
    return submission;
  }

  /** Returns the failure. */
  public RuntimeException failure() {
    return failure;
  }
}
