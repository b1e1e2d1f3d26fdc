package org.atomicagents.internal.routing;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.atomicagents.internal.routing.StageStreams.StageView;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over one view of all stages of a run, in order.
 *
 * <p>If the returned output is that of an earlier stage than the latest one with items, its items
 * follow again at the end, as those of a new attempt. Used by one thread.
 *
 * @param <T> the type of the items
 */
final class StageIterator<O, T> implements Iterator<T> {
  private final StageStream<O> source;
  private final StageItems<O, T> kind;
  private int position;
  private @Nullable StageView<O> view;
  private @Nullable Iterator<T> items;
  private int latestStage = -1;
  private boolean isEnding;
  private @Nullable RuntimeException failure;

  StageIterator(StageStream<O> source, StageItems<O, T> kind) {
    this.source = source;
    this.kind = kind;
  }

  @Override
  public boolean hasNext() {
    while (true) {
      Iterator<T> open = items;
      if (open != null && hasNext(open)) {
        return true;
      }
      items = null;
      if (isEnding || !openNext()) {
        // Commits the turn.
        source.runResult();
        return false;
      }
    }
  }

  /** Returns whether a stage has another item; its failure is the end of its items. */
  private boolean hasNext(Iterator<T> open) {
    try {
      return open.hasNext();
    } catch (RuntimeException e) {
      // The run decides whether it fails, or continues with the next stage.
      if (isEnding) {
        throw e;
      }
      failure = e;
      return false;
    }
  }

  private boolean openNext() {
    StageView<O> next = source.awaitStage(position);
    position++;
    if (next != null) {
      failure = null;
      view = next;
      items = kind.open(next);
      return true;
    }
    isEnding = true;
    StageView<O> returned = source.returnedStage();
    if (failure != null && view != null && view.index() == returned.index()) {
      // Only this view of the stage has failed, in the code of the output's type.
      throw failure;
    }
    if (latestStage <= returned.index()) {
      return false;
    }
    view = returned;
    items = kind.repeat(returned, source.outcome().result());
    return true;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The stream has ended.");
    }
    StageView<O> current = view;
    Iterator<T> open = items;
    if (current == null || open == null) {
      throw new IllegalStateException("An iterator with a next item has a stage");
    }
    T item = open.next();
    if (!isEnding) {
      latestStage = current.index();
      kind.shown(current.index(), item);
    }
    return kind.numbered(item, current);
  }
}
