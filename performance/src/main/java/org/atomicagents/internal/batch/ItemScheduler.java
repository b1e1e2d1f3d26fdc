package org.atomicagents.internal.batch;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.chat.ChatHistory;
import org.jspecify.annotations.Nullable;

/**
 * Decides when an item is read, and when it is started.
 *
 * <p>An item is read when the window has a free place and fewer items than the maximum are ready or
 * in flight. It is ready unless an earlier item of its conversation is not complete; a waiting item
 * occupies a place of the window only. Ready items are started in input order, so that the oldest
 * item of the window is never behind others.
 *
 * <p>Thread-safe; one thread adds items.
 */
final class ItemScheduler<I> {
  private final int maxRunning;
  private final int window;
  private final CostMeter costs;
  private final Consumer<ScheduledItem<I>> starter;
  private final Runnable onSpent;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final PriorityQueue<ScheduledItem<I>> ready =
      new PriorityQueue<>(Comparator.comparingLong(ScheduledItem::index));
  private final Map<Object, ConversationLane<I>> lanes = new HashMap<>();
  private long count;
  private int running;
  private int inWindow;
  private boolean isClosed;
  private boolean isStopped;

  /**
   * Creates a scheduler.
   *
   * @param starter starts the thread of an item; called with the lock held
   * @param onSpent called when an item is ready and the maximum cost is spent
   */
  ItemScheduler(
      int maxRunning,
      int window,
      CostMeter costs,
      Consumer<ScheduledItem<I>> starter,
      Runnable onSpent) {
    this.maxRunning = maxRunning;
    this.window = window;
    this.costs = costs;
    this.starter = starter;
    this.onSpent = onSpent;
  }

  /** Returns whether a further item may be read; blocks until that is known. */
  boolean awaitRoom() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!isClosed && (inWindow >= window || running + ready.size() >= maxRunning)) {
        room.await();
      }
      return !isClosed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the lane of a conversation.
   *
   * @param open opens the history of the key, unless an item of the conversation is in the window
   */
  ConversationLane<I> lane(Object key, Function<Object, ChatHistory> open) {
    ConversationLane<I> lane = lane(key);
    return lane == null ? new ConversationLane<>(key, open.apply(key)) : lane;
  }

  private @Nullable ConversationLane<I> lane(Object key) {
    lock.lock();
    try {
      return lanes.get(key);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds the next item; has no effect if this scheduler is closed.
   *
   * @param lane the lane of its conversation; null for none
   */
  void add(BatchItem<I> item, @Nullable ConversationLane<I> lane) {
    boolean isSpent;
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      var scheduled = new ScheduledItem<I>(count++, item, lane);
      inWindow++;
      if (lane == null || lanes.putIfAbsent(lane.key(), lane) == null) {
        ready.add(scheduled);
      } else {
        lane.add(scheduled);
      }
      isSpent = dispatch();
    } finally {
      lock.unlock();
    }
    if (isSpent) {
      onSpent.run();
    }
  }

  /** Ends an item: the next one of its conversation is ready. */
  void complete(ScheduledItem<I> item) {
    boolean isSpent;
    lock.lock();
    try {
      running--;
      ConversationLane<I> lane = item.lane();
      if (lane != null) {
        ScheduledItem<I> next = lane.poll();
        if (next == null) {
          lanes.remove(lane.key());
        } else {
          ready.add(next);
        }
      }
      isSpent = dispatch();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    if (isSpent) {
      onSpent.run();
    }
  }

  /** Frees a place of the window. */
  void handedOut() {
    lock.lock();
    try {
      inWindow--;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses further items.
   *
   * @return the number of items; empty if this scheduler was closed before
   */
  OptionalLong close() {
    lock.lock();
    try {
      if (isClosed) {
        return OptionalLong.empty();
      }
      isClosed = true;
      room.signalAll();
      return OptionalLong.of(count);
    } finally {
      lock.unlock();
    }
  }

  /** Starts the ready items whatever they cost, so that they end as not run. */
  void stop() {
    lock.lock();
    try {
      isStopped = true;
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a ready item is not started because the maximum cost is spent. */
  private boolean dispatch() {
    while (!ready.isEmpty() && running < maxRunning && (isStopped || costs.permits(running))) {
      running++;
      starter.accept(ready.remove());
    }
    return !isStopped && !ready.isEmpty() && costs.isSpent();
  }
}
