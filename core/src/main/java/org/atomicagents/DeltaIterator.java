package org.atomicagents;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Deltas out of a source that gives null at its end. */
final class DeltaIterator implements Iterator<Delta> {
  private final Supplier<@Nullable Delta> source;
  private @Nullable Delta next;
  private boolean ended;

  DeltaIterator(Supplier<@Nullable Delta> source) {
    this.source = source;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      next = source.get();
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public Delta next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Delta delta = next;
    next = null;
    return delta;
  }
}
