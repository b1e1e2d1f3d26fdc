package org.atomicagents.batch;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.internal.batch.BatchExecution;
import org.atomicagents.internal.batch.OutcomeIterator;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a {@link Batch}.
 *
 * {@snippet class="org.atomicagents.batch.BatchSnippets" region="outcomes"}
 *
 * <p>The outcomes are read once, in one of the two orders, by one thread. If that thread is
 * interrupted, the batch is stopped and a {@link org.atomicagents.error.CancelledException} is
 * thrown. The iteration of a stopped batch ends after the outcomes of the items that were read;
 * inputs that were not read have no outcome. An exception of the source of the inputs is thrown at
 * the end of the iteration.
 *
 * <p>{@link #progress()}, {@link #stopReason()} and {@link #close()} are thread-safe.
 *
 * @param <O> the type of the outputs
 */
public final class BatchRun<O> implements AutoCloseable {
  private final BatchExecution<?, O> execution;
  private final AtomicBoolean isRead = new AtomicBoolean();

  BatchRun(BatchExecution<?, O> execution) {
    this.execution = execution;
  }

  /**
   * Returns the outcomes in the order of the inputs. Outcomes that are complete before their turn
   * are kept within the window ({@link Batch#withWindow}).
   *
   * @throws IllegalStateException if the outcomes are already read
   */
  public Iterable<Outcome<O>> inInputOrder() {
    return read(true);
  }

  /**
   * Returns the outcomes in the order in which the items complete.
   *
   * @throws IllegalStateException if the outcomes are already read
   */
  public Iterable<Outcome<O>> inCompletionOrder() {
    return read(false);
  }

  /** Returns the current progress. */
  public BatchProgress progress() {
    return execution.progress();
  }

  /** Returns whether the batch was stopped before its last item. */
  public boolean isStopped() {
    return execution.stopReason().isPresent();
  }

  /** Returns the reason for which the batch was stopped; empty if it was not. */
  public Optional<StopReason> stopReason() {
    return execution.stopReason();
  }

  /**
   * Stops the batch: cancels the items in flight and waits for their end, at most a second, also if
   * an item or the source of the inputs ignores the interrupt. No effect after the last item.
   * Idempotent.
   */
  @Override
  public void close() {
    execution.close();
  }

  /** Returns the outcomes with a failure for each item that was not read. */
  List<Outcome<O>> complete(List<@Nullable Outcome<O>> outcomes) {
    var complete = new ArrayList<Outcome<O>>(outcomes.size());
    for (Outcome<O> outcome : outcomes) {
      complete.add(
          outcome != null
              ? outcome
              : new Outcome.Failure<>(
                  complete.size(),
                  execution.stopFailure(),
                  Duration.ZERO,
                  Optional.of(BigDecimal.ZERO)));
    }
    return List.copyOf(complete);
  }

  private Iterable<Outcome<O>> read(boolean inInputOrder) {
    if (!isRead.compareAndSet(false, true)) {
      throw new IllegalStateException("The outcomes of this batch run are already read.");
    }
    Iterator<Outcome<O>> outcomes = new OutcomeIterator<>(execution, inInputOrder);
    return () -> outcomes;
  }
}
