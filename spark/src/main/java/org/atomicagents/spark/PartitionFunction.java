package org.atomicagents.spark;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.apache.spark.util.TaskInterruptListener;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.spark.InputColumns;
import org.atomicagents.internal.spark.ResultColumn;

/**
 * Runs an agent over the rows of a partition; an empty partition needs none.
 *
 * @param input the type of the rows
 * @param output the type of the rows with their results, as the driver has derived it
 */
record PartitionFunction<I, O>(AgentPlan<I, O> plan, StructType input, StructType output)
    implements MapPartitionsFunction<Row, Row> {

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    ExecutorAgent<I, O> agent = ExecutorAgents.acquire(plan);
    TaskContext task = TaskContext.get();
    // Registered before anything can fail.
    onCompletion(task, () -> ExecutorAgents.release(plan));
    ResultColumn<O> result = ResultColumn.of(agent.schemas().output(), plan.isJavaTime());
    requireSameType(result, agent);
    InputColumns<I> columns = inputColumns(plan, agent.schemas(), input);
    var run = new PartitionRun<>(agent.agent(), columns, result, plan.options(), rows, task);
    onCompletion(task, run::close);
    TaskInterruptListener cancel =
        (killed, reason) -> Thread.ofVirtual().name("atomic-cancel").start(run::close);
    task.addTaskInterruptListener(cancel);
    return run;
  }

  /** Runs an action when a task has ended, the last one first; at once if it has ended already. */
  private static void onCompletion(TaskContext task, Runnable action) {
    TaskCompletionListener listener = ended -> action.run();
    task.addTaskCompletionListener(listener);
  }

  static <I, O> InputColumns<I> inputColumns(
      AgentPlan<I, O> plan, AgentSchemas<I, O> schemas, StructType input) {
    RowJournal journal = plan.options().journal();
    List<String> keys = journal == null ? List.of() : journal.keyColumns();
    return InputColumns.of(schemas.input(), input, keys, plan.isCaseSensitive());
  }

  private void requireSameType(ResultColumn<O> result, ExecutorAgent<I, O> agent) {
    var expected = output.fields()[output.length() - 1].dataType();
    if (!expected.equals(result.type())) {
      throw ConfigurationException.of(
          """
          Agent '%s': the driver expected results of the type %s, found %s on this executor.
          Use the same version of the program on all machines.\
          """
              .formatted(agent.agent().name(), expected.sql(), result.type().sql()));
    }
  }
}
