package org.atomicagents.durable.temporal;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkflowImplementationOptions;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The server of Temporal for tests, in this process, with a clock that skips waits. */
final class TemporalServer implements AutoCloseable {
  static final String QUEUE = "agents";

  private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();

  WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  /** Starts a worker of workflows, of activities, or of both. */
  Workers start(TemporalSettings settings, Function<TemporalDurable, String> body, Object... more) {
    WorkerFactory factory = WorkerFactory.newInstance(client());
    Worker worker = factory.newWorker(QUEUE);
    register(worker, settings, body);
    worker.registerActivitiesImplementations(more);
    factory.start();
    return new Workers(factory);
  }

  /** Starts a worker of activities only. */
  Workers startActivities(Object... activities) {
    WorkerFactory factory = WorkerFactory.newInstance(client());
    factory.newWorker(QUEUE).registerActivitiesImplementations(activities);
    factory.start();
    return new Workers(factory);
  }

  static void register(
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

  static String result(WorkflowStub workflow) {
    return workflow.getResult(String.class);
  }

  WorkflowExecutionHistory history(WorkflowStub workflow) {
    return client().fetchHistory(workflow.getExecution().getWorkflowId());
  }

  @Override
  public void close() {
    environment.close();
  }

  /** Workers that were started together. */
  record Workers(WorkerFactory factory) implements AutoCloseable {

    /** Stops without waiting for activities. */
    void stop() {
      factory.shutdownNow();
      factory.awaitTermination(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      stop();
    }
  }
}
