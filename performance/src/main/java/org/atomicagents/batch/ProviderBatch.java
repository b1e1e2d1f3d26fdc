package org.atomicagents.batch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.atomicagents.internal.submission.ReAskMode;
import org.atomicagents.internal.submission.Submission;
import org.atomicagents.internal.submission.SubmissionFailure;
import org.atomicagents.internal.submission.SubmissionFile;
import org.atomicagents.internal.submission.SubmissionSession;
import org.atomicagents.model.batch.BatchStatus;
import org.jspecify.annotations.Nullable;

/**
 * A batch that was submitted to a provider, together with its agent and its inputs.
 *
 * {@snippet class="org.atomicagents.batch.BatchSnippets" region="resume"}
 *
 * <p>The outcomes are those of a live batch: each item is run with the response of the provider's
 * batch in place of its first request, so that the response is read, repaired and validated as
 * usual. No retry, rate limit or fallback of the model takes part in it. The usage of a batch
 * response is charged with {@link org.atomicagents.price.Billing#batch()}, that of a live re-ask as
 * usual. Outcomes can be fetched again; with {@link Batch#withJournal}, without another re-ask.
 *
 * <p>Each execution runs the items again, and so does each follow-up: the listeners of the runs and
 * the meters of their usage are notified each time of the same responses, which the provider bills
 * once.
 *
 * <p>The inputs are read again in the order of the submission. Another input, agent, model or
 * prompt than submitted ends the execution with a {@link
 * org.atomicagents.error.ConfigurationException} that names the item or the setting.
 *
 * <p>An item without a response is a failure with a {@link
 * org.atomicagents.error.BatchItemException}, whose reason is that it has expired, was cancelled,
 * is missing in the results or was not submitted; or with the provider's error for its request.
 *
 * <p>Thread-safe.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the outputs
 */
public final class ProviderBatch<I, O> {
  private final SubmissionSession<I, O> session;
  private final BatchReAsk reAsk;

  ProviderBatch(SubmissionSession<I, O> session, BatchReAsk reAsk) {
    this.session = session;
    this.reAsk = reAsk;
  }

  /** Returns a copy with another treatment of invalid responses; default: {@code LIVE}. */
  public ProviderBatch<I, O> withReAsk(BatchReAsk value) {
    return new ProviderBatch<>(session, Objects.requireNonNull(value, "value"));
  }

  /** Returns the reference to the batch as of now, including the follow-ups of this object. */
  public SubmittedBatch submitted() {
    return new SubmittedBatch(session.submission());
  }

  /**
   * Returns the current status: the sum of those of the provider's batches that were submitted
   * last.
   *
   * @throws org.atomicagents.error.AgentException if the provider cannot be reached
   * @throws org.atomicagents.error.ConfigurationException if the submission was interrupted while a
   *     batch was created, and the provider cannot find it
   */
  public BatchStatus poll() {
    return session.poll();
  }

  /**
   * Returns the status after the end of the batch; blocks until then, and polls at growing
   * intervals of at most a minute. Ignores up to nine failed polls in succession.
   *
   * @throws org.atomicagents.error.TimedOutException if it has not ended in time; it continues at
   *     the provider
   * @throws org.atomicagents.error.CancelledException if the thread is interrupted; the batch
   *     continues at the provider
   */
  public BatchStatus await(Duration timeout) {
    return session.await(timeout);
  }

  /**
   * Cancels the batch at the provider. Requests in progress are completed, which may take minutes:
   * wait for its end, then read the outcomes. No effect if it has ended.
   */
  public void cancel() {
    session.cancel();
  }

  /**
   * Returns the outcomes of all inputs, in their order; blocks until the last one.
   *
   * @throws IllegalStateException if the batch has not ended
   * @throws org.atomicagents.error.ConfigurationException if the inputs or the agent are not those
   *     that were submitted
   * @throws org.atomicagents.error.CancelledException if the thread is interrupted
   */
  public List<Outcome<O>> outcomes() {
    var outcomes = new ArrayList<@Nullable Outcome<O>>();
    try (BatchRun<O> run = start()) {
      for (Outcome<O> outcome : run.inInputOrder()) {
        outcomes.add(outcome);
      }
      for (long i = outcomes.size(); i < session.submission().items(); i++) {
        outcomes.add(null);
      }
      return run.complete(outcomes);
    }
  }

  /**
   * Returns a started execution over the results, whose outcomes are read one by one. The results
   * are downloaded to a temporary file before. The caller closes the execution.
   *
   * @throws IllegalStateException if the batch has not ended
   */
  public BatchRun<O> start() {
    return new BatchRun<>(
        session.start(
            switch (reAsk) {
              case LIVE -> ReAskMode.LIVE;
              case FOLLOW_UP -> ReAskMode.PENDING;
              case NONE -> ReAskMode.NONE;
            }));
  }

  /**
   * Returns the reference that includes a follow-up, which is submitted: re-asks for all invalid
   * responses, and the requests again that were not processed or failed with a retryable error. The
   * reference replaces the earlier one; empty if there is nothing to submit.
   *
   * <p>The limits of the runs apply: an item whose last attempt was invalid is not in it.
   *
   * @throws IllegalStateException if the batch has not ended, or another thread submits a follow-up
   * @throws IncompleteSubmissionException if it fails, or is interrupted, after the provider
   *     created a batch of the follow-up
   */
  public Optional<SubmittedBatch> submitFollowUp() {
    return submitFollowUp(submission -> {});
  }

  /**
   * Returns the reference of a follow-up, which is submitted as {@link #submitFollowUp()} does, and
   * keeps it in a file, which is replaced before and after each step.
   *
   * @throws org.atomicagents.error.StoreException if the file cannot be written, refers to another
   *     batch, or to a follow-up that another process has submitted since
   */
  public Optional<SubmittedBatch> submitFollowUp(Path reference) {
    try (SubmissionFile file = SubmissionFile.open(reference)) {
      file.requireNoLaterThan(session.submission());
      return submitFollowUp(file::write);
    }
  }

  private Optional<SubmittedBatch> submitFollowUp(Consumer<Submission> save) {
    try {
      return Optional.ofNullable(session.submitFollowUp(save)).map(SubmittedBatch::new);
    } catch (SubmissionFailure e) {
      throw new IncompleteSubmissionException(new SubmittedBatch(e.submission()), e.failure());
    }
  }
}
