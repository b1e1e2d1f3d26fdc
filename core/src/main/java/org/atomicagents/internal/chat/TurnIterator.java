package org.atomicagents.internal.chat;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.atomicagents.chat.Turn;
import org.atomicagents.internal.chat.TurnList.TurnLink;
import org.jspecify.annotations.Nullable;

/** An iterator over the turns of a {@link TurnList}, newest first. */
final class TurnIterator implements Iterator<Turn> {
  private @Nullable TurnLink link;
  private int linked;
  private final List<Turn> retained;
  private int retainedCount;

  TurnIterator(@Nullable TurnLink newest, int linked, List<Turn> retained) {
    this.link = newest;
    this.linked = linked;
    this.retained = retained;
    this.retainedCount = retained.size();
  }

  @Override
  public boolean hasNext() {
    return linked > 0 || retainedCount > 0;
  }

  @Override
  public Turn next() {
    TurnLink current = link;
    if (linked > 0 && current != null) {
      linked--;
      link = current.older();
      return current.turn();
    }
    if (retainedCount == 0) {
      throw new NoSuchElementException("no older turn");
    }
    retainedCount--;
    return retained.get(retainedCount);
  }
}
