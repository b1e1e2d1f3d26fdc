package org.atomicagents.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import org.apache.spark.util.TaskInterruptListener;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.batch.BatchRun;
import org.atomicagents.batch.Outcome;
import org.atomicagents.internal.spark.FunctionInput;
import org.atomicagents.internal.spark.JournalFailureException;
import org.atomicagents.internal.spark.ResultColumn;
import org.atomicagents.internal.spark.RowItem;
import org.atomicagents.internal.spark.RowOutput;
import org.atomicagents.internal.spark.RowResult;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The runs of an agent that SQL functions begin. Serializable: the driver sends it to each task.
 *
 * <p>Thread-safe.
 */
final class FunctionRuns<I, O> implements Serializable {
  private static final long serialVersionUID = 1;

  // Static for the reason of ExecutorAgents: the rows of a task share nothing but the classes.
  private static final ConcurrentHashMap<TaskUse, TaskAgent<?, ?>> TASKS =
      new ConcurrentHashMap<>();

  private final AgentPlan<I, O> plan;

  FunctionRuns(AgentPlan<I, O> plan) {
    this.plan = plan;
  }

  /** The use of an agent by a task. */
  private record TaskUse(UUID plan, long task) {}

  /**
   * The agent of a task, which is released at its end.
   *
   * @param active the run in progress, which is closed if the task is killed
   */
  private record TaskAgent<I, O>(
      ExecutorAgent<I, O> agent,
      FunctionInput<I> input,
      ResultColumn<O> result,
      AtomicReference<@Nullable BatchRun<?>> active) {

    void cancel() {
      BatchRun<?> run = active.get();
      if (run != null) {
        run.close();
      }
    }
  }

  /** Returns the result of the arguments, one for each component. */
  Row call(@Nullable Object... arguments) {
    return use(agent -> run(agent, List.of(agent.input().ofArguments(arguments))).getFirst());
  }

  /** Returns the result of a struct with the names of the components. */
  Row callStruct(@Nullable Object struct) {
    return use(agent -> run(agent, List.of(agent.input().ofStruct(struct))).getFirst());
  }

  /** Returns the results of the elements of an array, in their order; null for null. */
  @Nullable List<Row> callAll(@Nullable Object array) {
    if (array == null) {
      return null;
    }
    return use(agent -> {
      var items = new ArrayList<BatchItem<RowItem<I>>>();
      CollectionConverters.asJava((scala.collection.Iterable<?>) array)
          .forEach(element -> items.add(agent.input().ofElement(element)));
      return run(agent, items);
    });
  }

  private <R> R use(Function<TaskAgent<I, O>, R> function) {
    TaskContext task = TaskContext.get();
    if (task != null) {
      return function.apply(ofTask(task));
    }
    // A query without a table may be computed by the driver.
    TaskAgent<I, O> agent = acquire();
    try {
      return function.apply(agent);
    } finally {
      ExecutorAgents.release(plan);
    }
  }

  /** Returns the agent of a task: acquired by its first row and released at its end. */
  @SuppressWarnings("unchecked") // All plans with one id are copies of each other.
  private TaskAgent<I, O> ofTask(TaskContext task) {
    var use = new TaskUse(plan.id(), task.taskAttemptId());
    TaskAgent<?, ?> known = TASKS.get(use);
    if (known == null) {
      TaskAgent<I, O> acquired = acquire();
      known = acquired;
      TASKS.put(use, acquired);
      TaskCompletionListener end =
          ended -> {
            TASKS.remove(use);
            ExecutorAgents.release(plan);
          };
      task.addTaskCompletionListener(end);
      TaskInterruptListener cancel =
          (killed, reason) -> Thread.ofVirtual().name("atomic-cancel").start(acquired::cancel);
      task.addTaskInterruptListener(cancel);
    }
    return (TaskAgent<I, O>) known;
  }

  private TaskAgent<I, O> acquire() {
    ExecutorAgent<I, O> agent = ExecutorAgents.acquire(plan);
    try {
      AgentSchemas<I, O> schemas = agent.schemas();
      return new TaskAgent<>(
          agent,
          FunctionInput.of(schemas.input(), agent.agent().name(), plan.isCaseSensitive()),
          ResultColumn.of(schemas.output(), plan.isJavaTime()),
          new AtomicReference<>());
    } catch (RuntimeException | Error e) {
      ExecutorAgents.release(plan);
      throw e;
    }
  }

  private List<Row> run(TaskAgent<I, O> agent, List<BatchItem<RowItem<I>>> items) {
    var source = new FedSource<RowItem<I>>();
    items.forEach(source::add);
    source.end();
    int concurrency = plan.options().maxConcurrency();
    Batch<RowItem<I>, RowOutput<O>> batch =
        Batch.of(agent.agent().agent()).withMaxConcurrency(concurrency);
    List<Row> rows = new ArrayList<>();
    try (BatchRun<RowOutput<O>> run = batch.start(source)) {
      agent.active().set(run);
      throwIfKilled();
      run.inInputOrder()
          .forEach(outcome -> {
            throwIfKilled();
            rows.add(row(agent, outcome));
          });
    } finally {
      agent.active().set(null);
    }
    return rows;
  }

  private static void throwIfKilled() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException(task.getKillReason().getOrElse(() -> "killed"));
    }
  }

  private Row row(TaskAgent<I, O> agent, Outcome<RowOutput<O>> outcome) {
    if (outcome instanceof Outcome.Failure<RowOutput<O>> failure
        && failure.failure() instanceof JournalFailureException journal
        && journal.getCause() instanceof RuntimeException cause) {
      throw cause;
    }
    RowResult result = agent.result().result(outcome);
    RowMetrics metrics = plan.options().metrics();
    if (metrics != null) {
      metrics.add(result);
    }
    if (plan.options().failOnError() && result.failure() != null) {
      throw result.failure();
    }
    return result.row();
  }
}
