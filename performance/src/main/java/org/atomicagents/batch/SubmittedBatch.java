package org.atomicagents.batch;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomicagents.internal.submission.Submission;
import org.atomicagents.internal.submission.SubmissionJson;
import org.atomicagents.internal.submission.SubmissionPart;
import org.atomicagents.model.batch.BatchHandle;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a batch that was submitted to a provider, with which any process with the same
 * account, agent and inputs can fetch the results: {@link Batch#resume}.
 *
 * {@snippet class="org.atomicagents.batch.BatchSnippets" region="submit"}
 *
 * <p>As JSON, it has the ids of the provider's batches, and hashes of what determines the results;
 * neither inputs nor secrets. Immutable.
 */
public final class SubmittedBatch {
  private final Submission submission;

  SubmittedBatch(Submission submission) {
    this.submission = Objects.requireNonNull(submission, "submission");
  }

  /**
   * Returns the reference of a text that {@link #toJson()} returned.
   *
   * @throws IllegalArgumentException if it is another text, or was written by a later release
   */
  public static SubmittedBatch parse(String json) {
    return new SubmittedBatch(SubmissionJson.read(json));
  }

  /** Returns this reference as JSON. */
  public String toJson() {
    return SubmissionJson.write(submission);
  }

  /** Returns the short name of the provider. */
  public String provider() {
    return submission.provider();
  }

  /** Returns the time of the submission. */
  public Instant created() {
    return submission.created();
  }

  /** Returns the number of inputs, including those without a request, such as invalid ones. */
  public long items() {
    return submission.items();
  }

  /** Returns the number of requests that were submitted, those of follow-ups included. */
  public long requests() {
    return submission.requests();
  }

  /** Returns whether all requests were submitted; false if the submission was interrupted. */
  public boolean isComplete() {
    return submission.isComplete();
  }

  /**
   * Returns the batches at the provider that were submitted last: one or more for the first
   * requests, or those of the latest follow-up. A batch whose creation is in doubt is omitted.
   */
  public List<BatchHandle> batches() {
    return submission.latestParts().stream()
        .map(SubmissionPart::batch)
        .flatMap(SubmittedBatch::stream)
        .toList();
  }

  private static Stream<BatchHandle> stream(@Nullable BatchHandle batch) {
    return Optional.ofNullable(batch).stream();
  }

  Submission submission() {
    return submission;
  }

  /** Returns the provider, the numbers of inputs and requests, and the batches. */
  @Override
  public String toString() {
    return "SubmittedBatch["
        + submission.identity()
        + ", items="
        + items()
        + ", requests="
        + requests()
        + ", batches="
        + batches()
        + (isComplete() ? "]" : ", incomplete]");
  }
}
