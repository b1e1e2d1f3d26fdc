package org.atomicagents.chat;

import java.util.Objects;
import java.util.function.Function;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.TokenCounter;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation, with the typed value that it was encoded from.
 *
 * <p>Immutable and thread-safe. The token counts of the two latest counters are cached: a history
 * and an agent may count differently.
 */
public final class ChatEntry {
  private final @Nullable Object value;
  private final Message message;
  private volatile @Nullable CachedTokenCount cachedCount;
  private volatile @Nullable DerivedValue derived;

  /** A value that a function computed from the message. */
  private record DerivedValue(Function<Message, ?> function, Object value) {}

  /** The count of one counter, and that of the counter before it. */
  private record CachedTokenCount(
      TokenCounter counter, int tokens, @Nullable CachedTokenCount other) {}

  private ChatEntry(@Nullable Object value, Message message) {
    this.value = value;
    this.message = Objects.requireNonNull(message, "message");
  }

  /**
   * Returns an entry with a typed value.
   *
   * @param value the input or output
   * @param message the message that is sent to providers
   */
  public static ChatEntry of(Object value, Message message) {
    return new ChatEntry(Objects.requireNonNull(value, "value"), message);
  }

  /** Returns an entry without a typed value. */
  public static ChatEntry of(Message message) {
    return new ChatEntry(null, message);
  }

  /** Returns the typed value; null if there is none. */
  public @Nullable Object value() {
    return value;
  }

  /** Returns the message that is sent to providers. */
  public Message message() {
    return message;
  }

  /** Returns the role of the message. */
  public Role role() {
    return message.role();
  }

  /** Returns the number of tokens of the message, as estimated by a counter. */
  public int tokens(TokenCounter counter) {
    CachedTokenCount latest = cachedCount;
    if (latest == null) {
      return count(counter, null);
    }
    if (latest.counter().equals(counter)) {
      return latest.tokens();
    }
    CachedTokenCount other = latest.other();
    if (other != null && other.counter().equals(counter)) {
      return other.tokens();
    }
    return count(counter, new CachedTokenCount(latest.counter(), latest.tokens(), null));
  }

  /**
   * Returns a value computed from the message, such as its hash. The value of the latest function
   * is cached, so that a long conversation is not read again for each request.
   *
   * @param function a constant, whose value depends on the message only
   */
  // A function is compared by identity, and always computes the same type.
  @SuppressWarnings({"unchecked", "ReferenceEquality"})
  public <T> T derived(Function<Message, T> function) {
    DerivedValue cached = derived;
    if (cached == null || cached.function() != function) {
      cached = new DerivedValue(function, Objects.requireNonNull(function.apply(message), "value"));
      derived = cached;
    }
    return (T) cached.value();
  }

  private int count(TokenCounter counter, @Nullable CachedTokenCount other) {
    int tokens = counter.count(message);
    cachedCount = new CachedTokenCount(counter, tokens, other);
    return tokens;
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
    return "ChatEntry[" + message + "]";
  }
}
