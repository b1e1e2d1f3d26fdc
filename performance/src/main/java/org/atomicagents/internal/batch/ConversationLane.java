package org.atomicagents.internal.batch;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationKey;
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

  /**
   * Returns the key as a text that is the same in the next process; empty if it has none, as for a
   * history.
   */
  String keyText() {
    return switch (key) {
      case CharSequence text -> "text " + text;
      case Number number -> "number " + number;
      case UUID id -> "id " + id;
      case Enum<?> constant -> "constant " + constant.name();
      case ConversationKey stored -> ItemKey.of(stored.tenant(), stored.id()).hex();
      default -> "";
    };
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
