package org.atomicagents.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConflictException;

/**
 * The engine of one durable workflow: it records the results of steps, and replays them when the
 * workflow continues after a crash.
 *
 * <p>A workflow is ordinary Java code that runs again from its beginning after a crash. Whatever
 * must not happen twice, and whatever can return another value, is a step: a model call ({@link
 * DurableRequests}), a tool call ({@link DurableTools}), the time ({@link #now()}), a wait. All
 * other code of a workflow has to be deterministic.
 *
 * <p>Each instance belongs to one execution of one workflow. Adapters state which threads may use
 * it.
 */
public interface Durable {

  /** Returns the id of the workflow, unique in its engine. */
  String workflowId();

  /**
   * Returns the names of the steps of this execution: two steps of a workflow never have one name.
   */
  StepNames names();

  /**
   * Returns the result of a step: the recorded one, or else that of its action, which is recorded.
   *
   * <p>An {@link AgentException} of the action is a recorded result, too: it is thrown again in
   * each replay. Not recorded are cancellations, shutdowns and exceptions of other types, so that
   * the step runs again.
   *
   * @throws ConflictException if the step was recorded with another input; the action is not run
   * @throws AgentException if the action threw it, now or in an earlier execution
   */
  <T> T step(Step<T> step);

  /**
   * Returns the response to a request to a model, as a step.
   *
   * <p>Adapters that run steps in other processes override this method.
   *
   * @throws ConflictException if the step was recorded with another request; nothing is sent
   * @throws AgentException if the request failed, now or in an earlier execution
   */
  default RecordedResponse respond(RequestStep request) {
    return step(request.step());
  }

  /**
   * Returns whether {@link #respond} repeats failed requests itself, as {@link RequestStep#retry}
   * states; otherwise, {@link DurableRequests} repeats them as steps of their own.
   */
  default boolean retriesRequests() {
    return false;
  }

  /**
   * Returns the result of a call of a tool, as a step.
   *
   * <p>Adapters that run steps in other processes override this method.
   *
   * @throws ConflictException if the step was recorded with another input; the tool is not run
   */
  default ToolStepResult call(ToolCallStep call) {
    return step(call.step());
  }

  /** Returns the time at which this call was executed first; equal in each replay. */
  default Instant now() {
    return step(
        Step.of(names().next("now"), StepInput.none(), StepCodec.instant(), WallClock::now));
  }

  /**
   * Waits; a workflow that continues after a crash waits for the remaining time only.
   *
   * @throws org.atomicagents.error.CancelledException if the wait is interrupted
   */
  void sleep(Duration length);

  /**
   * Returns the value of a signal, which another process sends with a {@link SignalSender}; empty
   * if it does not arrive in time.
   *
   * <p>A signal that was sent before this call is received, too. Each call receives one signal of
   * the name, in the order in which they were sent.
   *
   * @param timeout measured from the first execution of this call
   * @throws org.atomicagents.error.CancelledException if the wait is interrupted
   */
  <T> Optional<T> awaitSignal(Signal<T> signal, Duration timeout);
}
