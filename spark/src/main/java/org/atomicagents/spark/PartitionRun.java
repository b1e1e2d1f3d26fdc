package org.atomicagents.spark;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.batch.BatchRun;
import org.atomicagents.batch.Outcome;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.internal.spark.InputColumns;
import org.atomicagents.internal.spark.JournalFailureException;
import org.atomicagents.internal.spark.ResultColumn;
import org.atomicagents.internal.spark.RowAgent;
import org.atomicagents.internal.spark.RowItem;
import org.atomicagents.internal.spark.RowOutput;
import org.atomicagents.internal.spark.RowResult;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a partition with their results, in the order of the rows: a batch whose inputs are
 * read by the thread that reads the results.
 *
 * <p>Spark's iterators belong to the thread of their task: their memory is freed when it ends. A
 * row is therefore read when a result is asked for, as many ahead as the window has room for. The
 * batch is closed at the end of the task, however it ends: after the last row, by a failure, or
 * because Spark needs no more rows.
 *
 * <p>For one thread, except for {@link #close}.
 */
final class PartitionRun<I, O> implements Iterator<Row>, AutoCloseable {
  private final String agentName;
  private final InputColumns<I> columns;
  private final ResultColumn<O> result;
  private final SparkOptions options;
  private final Iterator<Row> rows;
  private final @Nullable TaskContext task;
  private final FedSource<RowItem<I>> source = new FedSource<>();
  private final BatchRun<RowOutput<O>> batch;
  private final Iterator<Outcome<RowOutput<O>>> outcomes;

  /** The rows that were read and not handed out. */
  private final ArrayDeque<Row> pending = new ArrayDeque<>();

  private boolean isEnded;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /**
   * Starts a run.
   *
   * @param task the task in whose thread the rows are read; null outside of Spark
   */
  PartitionRun(
      RowAgent<I, O> agent,
      InputColumns<I> columns,
      ResultColumn<O> result,
      SparkOptions options,
      Iterator<Row> rows,
      @Nullable TaskContext task) {
    this.agentName = agent.name();
    this.columns = columns;
    this.result = result;
    this.options = options;
    this.rows = rows;
    this.task = task;
    this.batch =
        Batch.of(agent)
            .withMaxConcurrency(options.maxConcurrency())
            .withWindow(options.window())
            .start(source);
    this.outcomes = batch.inInputOrder().iterator();
  }

  @Override
  public boolean hasNext() {
    if (!pending.isEmpty()) {
      return true;
    }
    if (!isClosed.get() && rows.hasNext()) {
      return true;
    }
    close();
    return false;
  }

  @Override
  public Row next() {
    read();
    Row row = pending.poll();
    if (row == null) {
      throw new NoSuchElementException("This partition has no further row.");
    }
    try {
      return withResult(row, outcome());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Reads rows until the window is full. */
  private void read() {
    while (pending.size() < options.window() && rows.hasNext()) {
      Row row = rows.next();
      pending.add(row);
      source.add(item(row));
    }
    if (!isEnded && !rows.hasNext()) {
      isEnded = true;
      source.end();
    }
  }

  private BatchItem<RowItem<I>> item(Row row) {
    try {
      return BatchItem.of(columns.read(row, agentName));
    } catch (InvalidInputException e) {
      return BatchItem.invalid(e);
    }
  }

  private Outcome<RowOutput<O>> outcome() {
    Outcome<RowOutput<O>> outcome;
    try {
      outcome = outcomes.next();
    } catch (RuntimeException e) {
      throwIfKilled();
      throw e;
    }
    if (isClosed.get()) {
      // The batch was stopped: a failure is not that of the row.
      throwIfKilled();
    }
    if (outcome instanceof Outcome.Failure<RowOutput<O>> failure
        && failure.failure() instanceof JournalFailureException journal
        && journal.getCause() instanceof RuntimeException cause) {
      throw cause;
    }
    return outcome;
  }

  private void throwIfKilled() {
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException(task.getKillReason().getOrElse(() -> "killed"));
    }
  }

  private Row withResult(Row row, Outcome<RowOutput<O>> outcome) {
    RowResult added = result.result(outcome);
    if (options.metrics() != null) {
      options.metrics().add(added);
    }
    if (options.failOnError() && added.failure() != null) {
      throw added.failure();
    }
    var values = new @Nullable Object[row.size() + 1];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    values[row.size()] = added.row();
    return RowFactory.create(values);
  }

  /** Cancels the rows in flight. Thread-safe and idempotent. */
  @Override
  public void close() {
    if (isClosed.compareAndSet(false, true)) {
      source.end();
      batch.close();
    }
  }
}
