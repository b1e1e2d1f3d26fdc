package org.atomicagents.internal.submission;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunLimits;
import org.atomicagents.batch.BatchSource;
import org.atomicagents.batch.StopPolicy;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.internal.batch.BatchExecution;
import org.atomicagents.internal.batch.BatchSettings;
import org.atomicagents.internal.batch.BatchSettings.BatchLimits;
import org.atomicagents.internal.batch.OutcomeIterator;
import org.atomicagents.internal.submission.SubmittedReplays.CapturedRequest;
import org.atomicagents.model.Model;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchStatus;
import org.jspecify.annotations.Nullable;

/** A submission with the agent and the inputs of its batch. Thread-safe. */
public final class SubmissionSession<I, O> {
  private static final Duration FIRST_INTERVAL = Duration.ofSeconds(2);
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(1);
  private static final int MAX_FAILED_POLLS = 10;

  private final BatchSettings<I, O> settings;
  private final BatchClient client;
  private final Model model;
  private final Supplier<? extends BatchSource<? extends I>> inputs;
  private final CallTimeouts timeouts;
  private final PartStates states;
  private final AtomicReference<Submission> submission;
  private final AtomicBoolean isSubmitting = new AtomicBoolean();

  /**
   * Creates a session.
   *
   * @param inputs returns the inputs of the submission, from the first one
   * @throws ConfigurationException if the submission is one of another provider, or the settings
   *     cannot be used with one
   */
  public SubmissionSession(
      BatchSettings<I, O> settings,
      Submission submission,
      Supplier<? extends BatchSource<? extends I>> inputs,
      BatchClient client,
      CallTimeouts timeouts) {
    this.model = SubmissionRules.requireModel(settings, client);
    SubmissionRules.requireSameProvider(submission, client);
    this.settings = settings;
    this.submission = new AtomicReference<>(submission);
    this.inputs = inputs;
    this.client = client;
    this.timeouts = timeouts;
    this.states = new PartStates(client);
  }

  /** Returns the submission as of now. */
  public Submission submission() {
    return submission.get();
  }

  /** Returns the status of the batches of the latest round. */
  public BatchStatus poll() {
    return states.poll(resolved().latestParts(), timeouts.call());
  }

  /**
   * Returns the status at the end of all batches of the latest round; blocks until then.
   *
   * @throws TimedOutException if they have not ended in time
   */
  public BatchStatus await(Duration max) {
    long end = settings.time().nanoTime() + max.toNanos();
    Duration interval = FIRST_INTERVAL;
    int failures = 0;
    while (true) {
      try {
        BatchStatus status = poll();
        if (status.state().isEnd()) {
          return status;
        }
        failures = 0;
      } catch (AgentException e) {
        failures++;
        if (!e.isRetryable() || failures == MAX_FAILED_POLLS) {
          throw e;
        }
      }
      Duration left = Duration.ofNanos(end - settings.time().nanoTime());
      if (!left.isPositive()) {
        throw TimedOutException.of(TimedOutException.Limit.TOTAL, max, "waiting for a batch");
      }
      sleep(left.compareTo(interval) < 0 ? left : interval);
      Duration longer = interval.multipliedBy(3).dividedBy(2);
      interval = longer.compareTo(MAX_INTERVAL) > 0 ? MAX_INTERVAL : longer;
    }
  }

  /** Cancels the batches of the latest round that have not ended. */
  public void cancel() {
    states.cancel(resolved().latestParts(), timeouts.call());
  }

  /** Returns the submission without batches in doubt. */
  private Submission resolved() {
    Submission seen = submission.get();
    Submission resolved = DoubtResolution.resolve(seen, client, timeouts.call());
    // A follow-up that another thread has submitted meanwhile is kept.
    return submission.compareAndSet(seen, resolved) ? resolved : submission.get();
  }

  /**
   * Returns a started execution over the results of the batches.
   *
   * @throws IllegalStateException if a batch has not ended
   */
  public BatchExecution<I, O> start(ReAskMode mode) {
    SubmittedReplays replays = replays(mode);
    return start(settings.withReplays(replays), replays);
  }

  /**
   * Returns the submission with the requests that are necessary after the latest round, which are
   * submitted: re-asks of invalid responses, and requests that were not processed; null if there
   * are none.
   *
   * @param save saves a submission durably
   * @throws IllegalStateException if a batch has not ended
   */
  public @Nullable Submission submitFollowUp(Consumer<Submission> save) {
    if (!isSubmitting.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "Another thread submits a follow-up of this batch.\n"
              + "Wait for its end, then poll the batch.");
    }
    try {
      return submitNextRound(save);
    } catch (SubmissionFailure e) {
      submission.set(e.submission());
      throw e;
    } finally {
      isSubmitting.set(false);
    }
  }

  private @Nullable Submission submitNextRound(Consumer<Submission> save) {
    SubmittedReplays replays = replays(ReAskMode.CAPTURE);
    BatchLimits limits = settings.limits();
    var complete =
        new BatchLimits(
            limits.maxConcurrency(), limits.window(), StopPolicy.collectAll(), null, null);
    BatchExecution<I, O> execution =
        start(settings.withLimits(complete).withReplays(replays), replays);
    Submission next = submission.get().withNextRound();
    try (var writer =
        new RoundWriter(next, 0, client, Submitter.context(settings), timeouts.submit(), save)) {
      try {
        long count = addCaptured(execution, replays, writer);
        if (!writer.hasRequests()) {
          return null;
        }
        Submission submitted = writer.finish(count);
        submission.set(submitted);
        return submitted;
      } catch (RuntimeException e) {
        throw writer.failure(e);
      }
    } finally {
      execution.close();
    }
  }

  /** Returns the number of items after adding the requests that the runs have captured. */
  private static <O> long addCaptured(
      BatchExecution<?, O> execution, SubmittedReplays replays, RoundWriter writer) {
    var outcomes = new OutcomeIterator<O>(execution, true);
    long count = 0;
    while (outcomes.hasNext()) {
      CapturedRequest captured = replays.takeCaptured(outcomes.next().index());
      if (captured != null) {
        writer.add(captured.name(), captured.request());
      }
      count++;
    }
    return count;
  }

  private BatchExecution<I, O> start(BatchSettings<I, O> replaying, SubmittedReplays replays) {
    boolean isStarted = false;
    try {
      BatchExecution<I, O> execution = BatchExecution.start(replaying, inputs.get());
      isStarted = true;
      return execution;
    } finally {
      if (!isStarted) {
        replays.close();
      }
    }
  }

  private SubmittedReplays replays(ReAskMode mode) {
    BatchStatus status = poll();
    if (!status.state().isEnd()) {
      throw new IllegalStateException(
          "The batch has not ended: it is %s, with %d of %d requests.\nWait with await, or poll until its state is an end."
              .formatted(status.state(), status.done(), status.total()));
    }
    Submission ended = submission.get();
    states.refresh(ended, timeouts.call());
    return new SubmittedReplays(
        ended,
        states,
        ResultDownload.download(ended, states, client, timeouts.results()),
        model,
        limits(),
        mode);
  }

  private RunLimits limits() {
    RunLimits own = settings.options().limits();
    if (own != null) {
      return own;
    }
    AtomicAgent<?, ?> atomic = settings.atomicAgent();
    return atomic == null ? RunLimits.defaults() : atomic.limits();
  }

  private void sleep(Duration interval) {
    try {
      settings.time().sleep(interval);
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("waiting for a batch", e);
    }
  }
}
