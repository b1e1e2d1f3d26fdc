package org.atomicagents.chat;

import java.util.Objects;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.store.TurnJson;

/**
 * Converts turns to JSON and back, for implementations of {@link ConversationStore}.
 *
 * <p>The JSON contains everything of a turn: its id, its time, whether it is pinned, and its
 * entries with all parts of their messages. Media are stored by reference, with the kind of their
 * source; only media without a location are stored as Base64. A typed value is stored with the name
 * of its type in {@link ConversationTypes}.
 *
 * <p>Immutable and thread-safe.
 */
public final class TurnCodec {
  private final TurnJson json;

  /** Creates a codec for values of the given types. */
  public TurnCodec(ConversationTypes types) {
    this.json = new TurnJson(Objects.requireNonNull(types, "types").registry());
  }

  /**
   * Returns a turn as compact JSON.
   *
   * @throws StoreException if an entry has a value whose type is not registered, unless such values
   *     are omitted
   */
  public String encode(Turn turn) {
    try {
      return json.write(turn);
    } catch (IllegalArgumentException e) {
      throw StoreException.of("Cannot store turn " + turn.id() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the turn of a text that {@link #encode} returned.
   *
   * @throws StoreException if the text is not a turn, or contains a value that its type does not
   *     accept, unless such values are omitted; the message names the location
   */
  public Turn decode(String text) {
    try {
      return json.read(text);
    } catch (IllegalArgumentException e) {
      throw StoreException.of("Cannot read a stored turn: " + e.getMessage(), e);
    }
  }
}
