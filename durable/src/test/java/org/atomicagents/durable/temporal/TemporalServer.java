package org.atomicagents.durable.temporal;

import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.internal.worker.WorkflowExecutorCache;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkflowImplementationOptions;
import java.lang.reflect.Method;
import java.util.UUID;
import java.util.function.Function;

/**
 * The server of Temporal for tests, in this process, with a clock that skips waits. Its worker
 * keeps one workflow in memory.
 */
final class TemporalServer implements AutoCloseable {
  private static final String QUEUE = "agents";

  static {
    TemporalDurable.warmUp();
  }

  private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();

  WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  /** Starts the worker of workflows with a body, and of activities. */
  void start(
      TemporalSettings settings, Function<TemporalDurable, String> body, Object... activities) {
    Worker worker = environment.newWorker(QUEUE);
    register(worker, settings, body);
    worker.registerActivitiesImplementations(activities);
    environment.start();
  }

  private static void register(
      Worker worker, TemporalSettings settings, Function<TemporalDurable, String> body) {
    worker.registerWorkflowImplementationFactory(
        TextWorkflow.class,
        () -> input -> body.apply(TemporalDurable.of(settings)),
        WorkflowImplementationOptions.newBuilder()
            .setFailWorkflowExceptionTypes(TemporalDurable.failureTypes())
            .build());
  }

  /** Begins a workflow. */
  WorkflowStub begin() {
    WorkflowStub workflow =
        client()
            .newUntypedWorkflowStub(
                "TextWorkflow",
                WorkflowOptions.newBuilder()
                    .setTaskQueue(QUEUE)
                    .setWorkflowId("workflow-" + UUID.randomUUID())
                    .build());
    workflow.start("input");
    return workflow;
  }

  /**
   * Removes a workflow from the memory of the worker as soon as it waits for a timer: its next task
   * replays the history, as after a restart of the worker.
   */
  void evict(WorkflowStub workflow) throws ReflectiveOperationException {
    while (history(workflow).getEvents().stream()
        .noneMatch(event -> event.getEventType() == EventType.EVENT_TYPE_TIMER_STARTED)) {
      Thread.onSpinWait();
    }
    Method cache = WorkerFactory.class.getDeclaredMethod("getCache");
    cache.setAccessible(true);
    ((WorkflowExecutorCache) cache.invoke(environment.getWorkerFactory())).invalidateAll();
  }

  /** Returns the result of a workflow; the clock skips waits meanwhile. */
  static String result(WorkflowStub workflow) {
    return workflow.getResult(String.class);
  }

  static String id(WorkflowStub workflow) {
    return workflow.getExecution().getWorkflowId();
  }

  WorkflowExecutionHistory history(WorkflowStub workflow) {
    return client().fetchHistory(id(workflow));
  }

  /**
   * Executes a program against a history, without a server.
   *
   * @throws Exception if the program does other things than those in the history
   */
  static void replay(WorkflowExecutionHistory history, Function<TemporalDurable, String> body)
      throws Exception {
    try (var environment = TestWorkflowEnvironment.newInstance()) {
      Worker worker = environment.newWorker(QUEUE);
      register(worker, TemporalSettings.defaults(), body);
      WorkflowReplayer.replayWorkflowExecution(history, worker);
    }
  }

  @Override
  public void close() {
    environment.close();
  }
}
