package org.atomicagents.spark;

import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.batch.BatchSource;
import org.atomicagents.error.CancelledException;

/** A source of items that another thread adds, at most a window of them. Thread-safe. */
final class FedSource<I> implements BatchSource<I> {
  private final LinkedBlockingQueue<Optional<BatchItem<I>>> items = new LinkedBlockingQueue<>();

  /** Adds an item. */
  void add(BatchItem<I> item) {
    items.add(Optional.of(item));
  }

  /** Ends the items. */
  void end() {
    items.add(Optional.empty());
  }

  @Override
  public Optional<BatchItem<I>> next() {
    try {
      return items.take();
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("waiting for the rows of a partition", e);
    }
  }
}
