package org.atomicagents.internal.stream;

import java.util.function.Function;
import org.atomicagents.error.CancelledException;
import org.jspecify.annotations.Nullable;

/** The document of one stream, as its iterators read it. Thread-safe. */
interface DocumentSource<O> {

  /**
   * Waits until a query of the document returns a result.
   *
   * @param query returns null if it has no result yet
   * @return null after the end of a valid response, when its turn is committed
   * @throws CancelledException if the stream was closed, or the waiting thread is interrupted
   */
  <T> @Nullable T await(Function<PartialDocumentState<O>, @Nullable T> query);

  /** Returns the present value of a query, without waiting; null if the stream was closed. */
  <T> @Nullable T peek(Function<PartialDocumentState<O>, @Nullable T> query);

  /**
   * Returns the exception to throw after closing the stream because a waiting thread was
   * interrupted.
   */
  CancelledException interrupted(InterruptedException cause);
}
