package org.atomicagents.internal.stream;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** An iterator over a stream that reads an item only when the caller requests one. */
abstract class StreamIterator<T> implements Iterator<T> {
  private @Nullable T next;
  private boolean ended;

  /** Returns the next item; waits for it. Null if the stream has ended. */
  abstract @Nullable T awaitNext();

  /** Returns an item, or a newer one that replaces it, without waiting. */
  T latest(T found) {
    return found;
  }

  @Override
  public final boolean hasNext() {
    if (next == null && !ended) {
      next = awaitNext();
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public final T next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("The response has ended.");
    }
    T found = next;
    next = null;
    return latest(found);
  }
}
