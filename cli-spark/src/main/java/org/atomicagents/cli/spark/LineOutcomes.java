package org.atomicagents.cli.spark;

import java.io.IOException;
import java.util.Iterator;
import org.atomicagents.batch.BatchRun;
import org.atomicagents.batch.InvalidLineException;
import org.atomicagents.batch.Outcome;
import org.atomicagents.internal.spark.JournalFailureException;
import org.atomicagents.internal.spark.RowOutput;
import tools.jackson.databind.JsonNode;

/**
 * The records of the outcomes of a split, in the order of its lines. Not thread-safe.
 *
 * <p>{@link #next} throws a {@link JournalFailureException} if a result cannot be recorded.
 */
final class LineOutcomes implements Iterator<String>, AutoCloseable {
  private final LineExecutor executor;
  private final LineWorker worker;
  private final LineSplit split;
  private final LineTally tally;
  private final BatchRun<RowOutput<JsonNode>> run;
  private final Iterator<Outcome<RowOutput<JsonNode>>> outcomes;

  LineOutcomes(LineExecutor executor, LineWorker worker, LineSplit split, LineTally tally)
      throws IOException {
    this.executor = executor;
    this.worker = worker;
    this.split = split;
    this.tally = tally;
    this.run = worker.batch().start(new StoppableSource<>(worker.open(split), executor));
    this.outcomes = run.inInputOrder().iterator();
    executor.add(run);
  }

  @Override
  public boolean hasNext() {
    return outcomes.hasNext();
  }

  @Override
  public String next() {
    Outcome<RowOutput<JsonNode>> outcome = outcomes.next();
    String failure = "";
    if (outcome instanceof Outcome.Failure<RowOutput<JsonNode>> failed) {
      if (failed.failure() instanceof JournalFailureException journal) {
        throw journal;
      }
      if (failed.failure() instanceof InvalidLineException) {
        executor.counters().addInvalid();
      }
      failure = failed.failure().getClass().getSimpleName();
    }
    boolean isReplayed =
        outcome instanceof Outcome.Success<RowOutput<JsonNode>> success
            && success.output().isReplayed();
    tally.add(new LineTally.Line(failure, isReplayed));
    return worker.encoder().encode(indexed(outcome));
  }

  /** Returns an outcome with its index in the whole file. */
  private Outcome<JsonNode> indexed(Outcome<RowOutput<JsonNode>> outcome) {
    long index = split.firstIndex() + outcome.index();
    return switch (outcome) {
      case Outcome.Success<RowOutput<JsonNode>> success ->
          new Outcome.Success<>(
              index,
              success.result().withOutput(success.output().value()),
              success.latency(),
              success.output().cost(),
              success.output().isReplayed());
      case Outcome.Failure<RowOutput<JsonNode>> failure ->
          new Outcome.Failure<>(index, failure.failure(), failure.latency(), failure.cost());
    };
  }

  @Override
  public void close() {
    run.close();
    executor.remove(run);
  }
}
