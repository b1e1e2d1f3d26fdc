package org.atomicagents;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One way to read a stream; what it looks for is looked for only when asked. */
abstract class StreamIterator<T> implements Iterator<T> {
  private @Nullable T next;
  private boolean ended;

  /** Waits for the next one; null if there is none. */
  abstract @Nullable T find();

  /** Exchanges what was found for what is newer by now, without waiting. */
  T newest(T found) {
    return found;
  }

  @Override
  public final boolean hasNext() {
    if (next == null && !ended) {
      next = find();
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public final T next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("The answer has ended.");
    }
    T found = next;
    next = null;
    return newest(found);
  }
}
