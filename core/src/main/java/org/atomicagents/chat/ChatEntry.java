package org.atomicagents.chat;

import java.util.Objects;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.TokenCounter;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation: the typed value that was said, and its form on the wire.
 *
 * <p>Immutable and thread-safe. The token count is found once and kept.
 */
public final class ChatEntry {
  private final @Nullable Object value;
  private final Message message;
  private volatile @Nullable CachedTokenCount cachedCount;

  private record CachedTokenCount(TokenCounter counter, int tokens) {}

  private ChatEntry(@Nullable Object value, Message message) {
    this.value = value;
    this.message = Objects.requireNonNull(message, "message");
  }

  /** A typed value with its form on the wire. */
  public static ChatEntry of(Object value, Message message) {
    return new ChatEntry(Objects.requireNonNull(value, "value"), message);
  }

  /** A message that never was a typed value. */
  public static ChatEntry of(Message message) {
    return new ChatEntry(null, message);
  }

  /** The typed value, or null if there was none. */
  public @Nullable Object value() {
    return value;
  }

  /** The form on the wire. */
  public Message message() {
    return message;
  }

  /** Who said it. */
  public Role role() {
    return message.role();
  }

  /** The tokens of the message. */
  public int tokens(TokenCounter counter) {
    CachedTokenCount known = cachedCount;
    if (known == null || !known.counter().equals(counter)) {
      known = new CachedTokenCount(counter, counter.count(message));
      cachedCount = known;
    }
    return known.tokens();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChatEntry that
        && Objects.equals(value, that.value)
        && message.equals(that.message);
  }

  @Override
  public int hashCode() {
    return message.hashCode();
  }

  @Override
  public String toString() {
    return "Entry[" + message + "]";
  }
}
