package org.atomicagents.internal.batch;

import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.batch.BatchItem;
import org.jspecify.annotations.Nullable;

/**
 * An item between its reading and its outcome. Thread-safe.
 *
 * @param <I> the type of the inputs
 */
final class ScheduledItem<I> {
  private final long index;
  private final BatchItem<I> item;
  private final @Nullable ConversationLane<I> lane;
  private final AtomicBoolean isComplete = new AtomicBoolean();
  private volatile @Nullable Thread thread;

  ScheduledItem(long index, BatchItem<I> item, @Nullable ConversationLane<I> lane) {
    this.index = index;
    this.item = item;
    this.lane = lane;
  }

  long index() {
    return index;
  }

  BatchItem<I> item() {
    return item;
  }

  /** Returns the lane of the item's conversation; null if it has none. */
  @Nullable ConversationLane<I> lane() {
    return lane;
  }

  /** Begins the run in the current thread, which {@link #interrupt()} interrupts. */
  void begin() {
    thread = Thread.currentThread();
  }

  void interrupt() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  /** Returns true for the first call only: an item has one outcome. */
  boolean complete() {
    return isComplete.compareAndSet(false, true);
  }
}
