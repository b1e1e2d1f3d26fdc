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
public final class Entry {
  private final @Nullable Object value;
  private final Message message;
  private volatile @Nullable Counted counted;

  private record Counted(TokenCounter by, int tokens) {}

  private Entry(@Nullable Object value, Message message) {
    this.value = value;
    this.message = Objects.requireNonNull(message, "message");
  }

  /** A typed value with its form on the wire. */
  public static Entry of(Object value, Message message) {
    return new Entry(Objects.requireNonNull(value, "value"), message);
  }

  /** A message that never was a typed value. */
  public static Entry of(Message message) {
    return new Entry(null, message);
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
    Counted known = counted;
    if (known == null || !known.by().equals(counter)) {
      known = new Counted(counter, counter.count(message));
      counted = known;
    }
    return known.tokens();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Entry that
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
