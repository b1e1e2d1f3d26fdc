package org.atomicagents.internal.batch;

import org.atomicagents.batch.Outcome;
import org.jspecify.annotations.Nullable;

/** A message from the threads of a batch to the reader of its outcomes. */
sealed interface BatchSignal<O> {

  /** An item is complete. */
  record ItemDone<O>(Outcome<O> outcome) implements BatchSignal<O> {}

  /** No further input is read; {@code failure} is the exception of the iterator, if any. */
  record InputEnd<O>(long count, @Nullable Throwable failure) implements BatchSignal<O> {}
}
