package org.atomicagents.durable.temporal;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.durable.Step;
import org.atomicagents.durable.StepAction;
import org.atomicagents.durable.StepCodec;
import org.atomicagents.durable.StepExecution;
import org.atomicagents.durable.StepRetry;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConfigurationException;

/** Runs the action of a step in an activity, and returns or throws its record. */
record ActivityExecution(ActivityExecutionContext activity, StepCall call) {

  /**
   * Returns the record of a result.
   *
   * @param cancel ends the action early, from another thread
   * @throws ApplicationFailure if the action failed; it has the record of an exception that is one
   * @throws ActivityCompletionException if the activity was ended by its workflow
   */
  <T> byte[] run(StepCodec<T> codec, StepAction<T> action, Runnable cancel) {
    var failure = new AtomicReference<AgentException>();
    StepAction<T> observed =
        () -> {
          try {
            return action.run();
          } catch (AgentException e) {
            failure.set(e);
            throw e;
          }
        };
    ActivityHeartbeat heartbeat = ActivityHeartbeat.start(activity, cancel);
    byte[] recorded;
    try (heartbeat) {
      var step = Step.of(call.name(), call.input(), codec, observed);
      recorded = new StepExecution<>(step, workflowOf(activity)).run();
    } catch (RuntimeException e) {
      ActivityCompletionException end = heartbeat.end();
      throw end == null ? unrecorded(e) : end;
    }
    AgentException failed = failure.get();
    if (failed != null) {
      throw recorded(failed, recorded);
    }
    requireSize(recorded);
    return recorded;
  }

  /** Returns the id of the workflow of an activity, which has one. */
  static String workflowOf(ActivityExecutionContext activity) {
    return Objects.requireNonNull(activity.getInfo().getWorkflowId(), "workflow");
  }

  private ApplicationFailure recorded(AgentException failure, byte[] recorded) {
    ActivityInfo info = activity.getInfo();
    StepRetry retry = call.retry();
    Duration wait =
        retry.waitAfter(failure, call.name().withAttempt(info.getAttempt()), workflowOf(activity));
    // Both times are those of the server.
    Duration elapsed =
        Duration.ofMillis(
            info.getCurrentAttemptScheduledTimestamp() - info.getScheduledTimestamp());
    boolean isFinal =
        !StepRetry.isTemporary(failure) || elapsed.plus(wait).compareTo(retry.total()) > 0;
    return ApplicationFailure.newBuilder()
        .setMessage(failure.getMessage())
        .setType(failure.getClass().getSimpleName())
        .setDetails(WorkflowFailures.RECORDED, recorded)
        .setNonRetryable(isFinal)
        .setNextRetryDelay(isFinal ? null : wait)
        .build();
  }

  /** Returns a failure after which Temporal repeats the activity, on a worker that can run it. */
  private static ApplicationFailure unrecorded(RuntimeException failure) {
    return ApplicationFailure.newFailureWithCause(
        failure.getMessage(), failure.getClass().getSimpleName(), failure);
  }

  private void requireSize(byte[] recorded) {
    try {
      PayloadSize.require(
          "Workflow '" + workflowOf(activity) + "', step '" + call.name() + "'",
          "a result",
          recorded.length,
          call.maxPayloadBytes());
    } catch (ConfigurationException e) {
      // Another attempt would be paid again, and be as large.
      throw ApplicationFailure.newNonRetryableFailure(
          Objects.requireNonNull(e.getMessage()), WorkflowFailures.CONFIGURATION);
    }
  }
}
