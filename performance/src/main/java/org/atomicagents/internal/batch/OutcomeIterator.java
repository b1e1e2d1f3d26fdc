package org.atomicagents.internal.batch;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.atomicagents.batch.Outcome;
import org.jspecify.annotations.Nullable;

/** The outcomes of a batch, in input order or in completion order. For one thread. */
public final class OutcomeIterator<O> implements Iterator<Outcome<O>> {
  private final BatchExecution<?, O> execution;
  private final boolean inInputOrder;

  /** Complete outcomes before their turn, by index; at most the window. */
  private final Map<Long, Outcome<O>> early = new HashMap<>();

  private BatchSignal.@Nullable InputEnd<O> end;
  private @Nullable Outcome<O> next;
  private long handedOut;

  public OutcomeIterator(BatchExecution<?, O> execution, boolean inInputOrder) {
    this.execution = execution;
    this.inInputOrder = inInputOrder;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !isComplete()) {
      next = inInputOrder ? early.remove(handedOut) : null;
      if (next == null) {
        receive(execution.take());
      }
    }
    if (!(next instanceof Outcome.Success)) {
      throwIfBatchFailed();
    }
    if (next == null && end != null) {
      throwIfFailed(end);
      execution.awaitEnd();
    }
    return next != null;
  }

  @Override
  public Outcome<O> next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("This batch has no further outcome.");
    }
    Outcome<O> outcome = next;
    next = null;
    handedOut++;
    execution.handedOut();
    return outcome;
  }

  private boolean isComplete() {
    return end != null && end.count() == handedOut;
  }

  private void receive(BatchSignal<O> signal) {
    switch (signal) {
      case BatchSignal.InputEnd<O> inputEnd -> end = inputEnd;
      case BatchSignal.ItemDone<O> done -> {
        execution.notifyListener();
        if (inInputOrder) {
          early.put(done.outcome().index(), done.outcome());
        } else {
          next = done.outcome();
        }
      }
    }
  }

  /** Throws the failure of the whole batch in place of the outcomes that it prevented. */
  private void throwIfBatchFailed() {
    RuntimeException failure = execution.batchFailure();
    if (failure != null) {
      throw failure;
    }
  }

  private static void throwIfFailed(BatchSignal.InputEnd<?> end) {
    if (end.failure() instanceof RuntimeException failure) {
      throw failure;
    }
    if (end.failure() instanceof Error error) {
      throw error;
    }
    if (end.failure() != null) {
      throw new IllegalStateException("The inputs of a batch failed.", end.failure());
    }
  }
}
