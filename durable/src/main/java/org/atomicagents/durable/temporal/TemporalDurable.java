package org.atomicagents.durable.temporal;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.durable.Durable;
import org.atomicagents.durable.RecordedResponse;
import org.atomicagents.durable.RequestStep;
import org.atomicagents.durable.Signal;
import org.atomicagents.durable.Step;
import org.atomicagents.durable.StepExecution;
import org.atomicagents.durable.StepName;
import org.atomicagents.durable.StepNames;
import org.atomicagents.durable.StepRetry;
import org.atomicagents.durable.ToolCallStep;
import org.atomicagents.durable.ToolStepResult;
import org.atomicagents.internal.codec.ModelRequestCodec;
import org.atomicagents.model.Deadline;
import org.atomicagents.time.TimeSource;
import org.atomicagents.tool.ToolRunner;

/**
 * A workflow of Temporal as the engine of agents: each model call and each call of a tool is an
 * activity, which a worker with {@link ModelActivities} runs.
 *
 * {@snippet class="org.atomicagents.durable.temporal.TemporalSnippets" region="workflow"}
 *
 * <p>Created by the code of a workflow, once, at its beginning; used by threads of that workflow
 * only. An agent runs on the thread of its caller, so that {@code call}, {@code run} and {@code
 * ToolLoop} with {@link #toolRunner()} are deterministic; {@code stream} has threads of its own and
 * is rejected. Agents and schemas are best created once per process, and get the model of a
 * workflow by {@code AtomicAgent.withModel}: a workflow thread must not compute for longer than a
 * second.
 *
 * <p>A cancellation of the workflow ends its waits with Temporal's own {@code CanceledFailure}.
 * Failures of models are {@link org.atomicagents.error.AgentException}s; {@link #failureTypes()}
 * lets an uncaught one fail the workflow.
 */
public final class TemporalDurable implements Durable {
  private final TemporalSettings settings;
  private final String workflowId = Workflow.getInfo().getWorkflowId();
  private final StepNames names = new StepNames();
  private final SignalInbox inbox = new SignalInbox();

  private TemporalDurable(TemporalSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  /**
   * Returns the engine of the present workflow, with {@link TemporalSettings#defaults()}.
   *
   * @throws IllegalStateException if the calling thread is none of a workflow, or the workflow has
   *     one already
   */
  public static TemporalDurable of() {
    return of(TemporalSettings.defaults());
  }

  /**
   * Returns the engine of the present workflow.
   *
   * @throws IllegalStateException if the calling thread is none of a workflow, or the workflow has
   *     one already
   */
  public static TemporalDurable of(TemporalSettings settings) {
    if (!WorkflowUnsafe.isWorkflowThread()) {
      throw new IllegalStateException(
          "TemporalDurable: expected a thread of a workflow, found '%s'.\nCreate it in the code of the workflow."
              .formatted(Thread.currentThread().getName()));
    }
    var durable = new TemporalDurable(settings);
    durable.inbox.register();
    return durable;
  }

  /**
   * Loads the classes that the first run of an agent needs; called once, before the workers of a
   * process start. Temporal repeats a task of a workflow whose thread computes for longer than a
   * second, as a first run can on a busy machine.
   *
   * <p>Agents and their schemas are not covered: a process creates them before its workers, too.
   */
  public static void warmUp() {
    new WarmUp().run();
  }

  /**
   * Returns the exceptions of models that fail a workflow that does not catch them, for {@code
   * WorkflowImplementationOptions.setFailWorkflowExceptionTypes}. Without them, Temporal repeats
   * the failed task of the workflow, which throws the same recorded exception each time.
   *
   * <p>Not among them: the exception of a changed program, and wrong configurations, which end when
   * the right program is deployed.
   */
  public static Class<? extends Throwable>[] failureTypes() {
    return WorkflowFailures.types();
  }

  /** Returns a runner whose calls of tools run at the same time, on threads of the workflow. */
  public static ToolRunner toolRunner() {
    return calls -> {
      List<Promise<Void>> running = calls.stream().map(call -> Async.procedure(call::run)).toList();
      Promise.allOf(running).get();
    };
  }

  /** Returns the clock of the workflow, equal in each replay, for the deadlines of agents. */
  public static TimeSource time() {
    return WorkflowTime.INSTANCE;
  }

  @Override
  public String workflowId() {
    return workflowId;
  }

  @Override
  public StepNames names() {
    return names;
  }

  /**
   * Returns the result of a step: the recorded one, or else that of its action, which is recorded
   * as a side effect.
   *
   * <p>The action runs on the thread of the workflow and must not block, as for a random number or
   * a state to record. Code that waits, such as for a database, belongs into a tool or into an
   * activity of the application.
   */
  @Override
  public <T> T step(Step<T> step) {
    requireWorkflowThread(step.name());
    Step<T> named =
        Step.of(
            step.name(), StepCall.named(step.name(), step.input()), step.codec(), step.action());
    var execution = new StepExecution<>(named, workflowId);
    return execution.result(
        Workflow.sideEffect(byte[].class, () -> sized(step.name(), execution.run())));
  }

  private byte[] sized(StepName step, byte[] recorded) {
    requireSize(step, "a result", recorded.length);
    return recorded;
  }

  private void requireSize(StepName step, String name, long bytes) {
    PayloadSize.require(
        "Workflow '" + workflowId + "', step '" + step + "'",
        name,
        bytes,
        settings.maxPayloadBytes());
  }

  @Override
  public RecordedResponse respond(RequestStep request) {
    requireWorkflowThread(request.name());
    request.context().takeRequest();
    var input = StepCall.named(request.name(), request.input());
    var call =
        new StepCall(
            request.name(),
            input,
            request.client(),
            request.context().agent(),
            request.retry(),
            settings.maxPayloadBytes());
    var step = Step.of(request.name(), input, RecordedResponse.codec(), request.send());
    var execution = new StepExecution<>(step, workflowId);
    Deadline deadline = request.context().deadline();
    ActivityOptions options =
        options(request.name(), settings.requestTimeout(), request.retry(), deadline);
    String content = ModelRequestCodec.encode(request.request());
    return run(StepActivities.REQUEST, options, call, content, execution, deadline);
  }

  /** Returns true: Temporal repeats the activity. */
  @Override
  public boolean retriesRequests() {
    return true;
  }

  @Override
  public ToolStepResult call(ToolCallStep tool) {
    requireWorkflowThread(tool.name());
    var input = StepCall.named(tool.name(), tool.input());
    StepRetry retry = StepRetry.ofDefaults();
    var call =
        new StepCall(
            tool.name(), input, tool.tool(), tool.callId(), retry, settings.maxPayloadBytes());
    var step = Step.of(tool.name(), input, ToolStepResult.codec(), tool.run());
    var execution = new StepExecution<>(step, workflowId);
    ActivityOptions options = options(tool.name(), settings.toolTimeout(), retry, Deadline.none());
    return run(StepActivities.TOOL, options, call, tool.arguments(), execution, Deadline.none());
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  /**
   * Waits, as a timer of Temporal.
   *
   * @throws io.temporal.failure.CanceledFailure if the workflow is cancelled
   */
  @Override
  public void sleep(Duration length) {
    Workflow.sleep(length);
  }

  /**
   * Returns the value of a signal that {@link TemporalSignals} has sent; empty if it does not
   * arrive in time.
   *
   * @throws io.temporal.failure.CanceledFailure if the workflow is cancelled
   */
  @Override
  public <T> Optional<T> awaitSignal(Signal<T> signal, Duration timeout) {
    boolean isReceived = Workflow.await(timeout, () -> inbox.has(signal.name()));
    return isReceived ? Optional.of(signal.decode(inbox.take(signal.name()))) : Optional.empty();
  }

  private <T> T run(
      String type,
      ActivityOptions options,
      StepCall call,
      String content,
      StepExecution<T> execution,
      Deadline deadline) {
    String json = call.toJson();
    requireSize(call.name(), "arguments", PayloadSize.of(content));
    byte[] recorded;
    try {
      recorded =
          Workflow.newUntypedActivityStub(options).execute(type, byte[].class, json, content);
    } catch (ActivityFailure e) {
      recorded = WorkflowFailures.record(e, workflowId, call.name(), deadline);
    }
    return execution.result(recorded);
  }

  private ActivityOptions options(
      StepName name, Duration attemptTimeout, StepRetry retry, Deadline deadline) {
    Duration remaining = Duration.ofNanos(deadline.remainingNanos());
    Duration total = min(settings.stepTimeout(), remaining);
    ActivityOptions.Builder options =
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(min(attemptTimeout, total))
            .setScheduleToCloseTimeout(total)
            .setHeartbeatTimeout(min(settings.heartbeatTimeout(), total))
            .setSummary(name.toString())
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(retry.firstWait())
                    .setMaximumInterval(retry.longestWait())
                    .build());
    String queue = settings.taskQueue();
    return queue == null ? options.build() : options.setTaskQueue(queue).build();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void requireWorkflowThread(StepName step) {
    if (!WorkflowUnsafe.isWorkflowThread()) {
      throw new IllegalStateException(
          "Step '%s': expected a thread of the workflow, found '%s'.\nCall run or call instead of stream, and give a ToolLoop the runner TemporalDurable.toolRunner()."
              .formatted(step, Thread.currentThread().getName()));
    }
  }
}
