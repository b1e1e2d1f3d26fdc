package org.atomicagents.internal.batch;

import java.util.Objects;
import java.util.function.Function;
import org.atomicagents.chat.ChatHistory;
import org.jspecify.annotations.Nullable;

/**
 * The assignment of items to conversations.
 *
 * @param key returns the key of an item's conversation; null for none
 * @param open returns the history of a key
 */
public record Conversations<I>(
    Function<? super I, ? extends @Nullable Object> key, Function<Object, ChatHistory> open) {

  /** Returns conversations whose key is the history itself. */
  public static <I> Conversations<I> ofHistories(
      Function<? super I, ? extends @Nullable ChatHistory> history) {
    return new Conversations<>(
        input -> {
          ChatHistory found = history.apply(input);
          return found == null ? null : new SameHistory(found);
        },
        key -> ((SameHistory) key).history());
  }

  /** Returns conversations with keys and a function that opens a history. */
  @SuppressWarnings("unchecked") // Only keys of the first function are passed to the second.
  public static <I, K> Conversations<I> ofKeys(
      Function<? super I, ? extends @Nullable K> key,
      Function<? super K, ? extends ChatHistory> open) {
    return new Conversations<>(
        key, found -> Objects.requireNonNull(open.apply((K) found), "open: returned null"));
  }

  /** A key that is equal to those of the same instance only. */
  private record SameHistory(ChatHistory history) {
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
      return other instanceof SameHistory same && same.history == history;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(history);
    }
  }
}
