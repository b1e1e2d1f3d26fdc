package org.atomicagents.internal.batch;

import java.util.ArrayDeque;
import java.util.Queue;
import org.atomicagents.chat.ChatHistory;
import org.jspecify.annotations.Nullable;

/**
 * The items of one conversation within the window: one of them is ready or in flight, the others
 * wait in input order. Guarded by the lock of its {@link ItemScheduler}.
 */
final class ConversationLane<I> {
  private final Object key;
  private final ChatHistory history;
  private final Queue<ScheduledItem<I>> waiting = new ArrayDeque<>();

  ConversationLane(Object key, ChatHistory history) {
    this.key = key;
    this.history = history;
  }

  Object key() {
    return key;
  }

  ChatHistory history() {
    return history;
  }

  void add(ScheduledItem<I> item) {
    waiting.add(item);
  }

  /** Returns the next waiting item; null if there is none. */
  @Nullable ScheduledItem<I> poll() {
    return waiting.poll();
  }
}
