package org.atomicagents.internal.tool;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.atomicagents.internal.tool.StepStreams.StepStream;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over one view of all steps of a loop.
 *
 * @param <V> the type of the items of a step
 * @param <T> the type of the items of the loop
 */
final class StepIterator<V, T> implements Iterator<T> {
  private final LoopStream<?> loop;
  private final Function<StepStream, Iterable<V>> view;
  private final ItemMapping<V, T> mapping;
  private int index;
  private @Nullable StepStream step;
  private @Nullable Iterator<V> items;
  private @Nullable T next;

  /** Converts an item of a step to one of the loop. */
  @FunctionalInterface
  interface ItemMapping<V, T> {
    /** Returns the converted item; null to leave it out. */
    @Nullable T map(V item, StepStream step);
  }

  StepIterator(
      LoopStream<?> loop, Function<StepStream, Iterable<V>> view, ItemMapping<V, T> mapping) {
    this.loop = loop;
    this.view = view;
    this.mapping = mapping;
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      StepStream current = step;
      if (current == null) {
        current = loop.awaitStep(index);
        if (current == null) {
          return false;
        }
        step = current;
        items = view.apply(current).iterator();
      }
      if (items != null && items.hasNext()) {
        next = mapping.map(items.next(), current);
      } else {
        step = null;
        index++;
      }
    }
    return true;
  }

  @Override
  public T next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("The loop has ended.");
    }
    T found = next;
    next = null;
    return found;
  }
}
