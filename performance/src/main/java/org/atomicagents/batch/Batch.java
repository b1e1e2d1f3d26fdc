package org.atomicagents.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.atomicagents.Agent;
import org.atomicagents.RunOptions;
import org.atomicagents.error.CancelledException;
import org.atomicagents.internal.batch.BatchExecution;
import org.atomicagents.internal.batch.BatchSettings;
import org.atomicagents.model.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * An agent and the settings for running it over many inputs.
 *
 * {@snippet class="org.atomicagents.batch.BatchSnippets" region="run"}
 *
 * <p>Each item runs on a virtual thread of its own. A failed item is an {@link Outcome.Failure} and
 * does not affect the others, unless a {@link StopPolicy} is set.
 *
 * <p>Immutable and thread-safe; the {@code with} methods return copies, and every {@code run} or
 * {@code start} is a separate execution.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the outputs
 */
public final class Batch<I, O> {
  private final BatchSettings<I, O> settings;

  private Batch(BatchSettings<I, O> settings) {
    this.settings = settings;
  }

  /** Returns a batch with at most 5 items in flight, which collects all outcomes. */
  public static <I, O> Batch<I, O> of(Agent<I, O> agent) {
    return new Batch<>(BatchSettings.of(agent));
  }

  /**
   * Returns a copy with a maximum number of items in flight; default: 5.
   *
   * @throws IllegalArgumentException if the maximum is less than 1
   */
  public Batch<I, O> withMaxConcurrency(int max) {
    return new Batch<>(settings.withMaxConcurrency(max));
  }

  /**
   * Returns a copy with a maximum number of items that were read and whose outcome was not yet
   * handed out; default: four times the maximum concurrency.
   *
   * <p>No input is read while the window is full, which bounds the memory: in input order, one slow
   * item delays the outcomes of at most this many others.
   *
   * @throws IllegalArgumentException if the number is less than 1
   */
  public Batch<I, O> withWindow(int items) {
    return new Batch<>(settings.withWindow(items));
  }

  /**
   * Returns a copy with options for each run. Each item gets a fork of their history, or else of
   * that of an {@code AtomicAgent}, as of the start of the batch; the turns of the items are not
   * added to the history itself.
   *
   * <p>The history of an agent inside another one, such as a cache, is not forked; pass it here.
   */
  public Batch<I, O> withOptions(RunOptions options) {
    return new Batch<>(settings.withOptions(options));
  }

  /** Returns a copy with a stop policy; default: {@link StopPolicy#collectAll()}. */
  public Batch<I, O> withStopPolicy(StopPolicy policy) {
    return new Batch<>(settings.withStopPolicy(policy));
  }

  /**
   * Returns a copy with a maximum duration from the start of an execution, after which it is
   * stopped; default: none. The timeout of a single run is an option of the runs.
   *
   * @throws IllegalArgumentException if the duration is not positive
   */
  public Batch<I, O> withTimeout(Duration timeout) {
    return new Batch<>(settings.withTimeout(timeout));
  }

  /**
   * Returns a copy with a listener that is notified of each completed item, on the thread that
   * reads the outcomes. An exception that it throws is logged.
   */
  public Batch<I, O> withProgressListener(Consumer<? super BatchProgress> listener) {
    return new Batch<>(settings.withListener(listener));
  }

  /** Returns a copy with another clock. */
  public Batch<I, O> withTimeSource(TimeSource time) {
    return new Batch<>(settings.withTime(time));
  }

  /**
   * Returns the outcomes of all inputs, in their order; blocks until the last one. If the batch is
   * stopped, the items that were not started have an {@link Outcome.Failure}, too.
   *
   * @throws CancelledException if the thread is interrupted; the items in flight are cancelled
   */
  public List<Outcome<O>> run(List<? extends I> inputs) {
    List<I> items = new ArrayList<>(inputs);
    var outcomes = new ArrayList<@Nullable Outcome<O>>(items.size());
    items.forEach(item -> outcomes.add(null));
    try (BatchRun<O> run = start(items)) {
      for (Outcome<O> outcome : run.inCompletionOrder()) {
        outcomes.set(Math.toIntExact(outcome.index()), outcome);
      }
      return run.complete(outcomes);
    }
  }

  /** Returns a started execution over a collection, whose size is the total of its progress. */
  public BatchRun<O> start(Collection<? extends I> inputs) {
    return start(inputs.iterator(), OptionalLong.of(inputs.size()));
  }

  /**
   * Returns a started execution over inputs of any number. The caller reads the outcomes and closes
   * it.
   *
   * @param inputs the inputs, read by one virtual thread, never further than the window. An
   *     exception that it throws is thrown to the reader of the outcomes after the outcomes of the
   *     items before it.
   */
  public BatchRun<O> start(Iterator<? extends I> inputs) {
    return start(inputs, OptionalLong.empty());
  }

  private BatchRun<O> start(Iterator<? extends I> inputs, OptionalLong total) {
    Objects.requireNonNull(inputs, "inputs");
    return new BatchRun<>(BatchExecution.start(settings, inputs, total));
  }
}
