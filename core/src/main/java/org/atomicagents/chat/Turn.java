package org.atomicagents.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A user message and everything up to the next one: tool calls, tool results and the response.
 *
 * <p>Immutable.
 *
 * @param id a UUID, unique across conversations
 * @param entries the entries, oldest first; at least one
 */
public record Turn(String id, List<ChatEntry> entries) {

  public Turn {
    Objects.requireNonNull(id, "id");
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("entries: expected at least one, found none");
    }
  }

  /**
   * Returns a turn with a new id.
   *
   * @throws IllegalArgumentException if there are no entries
   */
  public static Turn of(ChatEntry... entries) {
    return of(List.of(entries));
  }

  /**
   * Returns a turn with a new id.
   *
   * @throws IllegalArgumentException if there are no entries
   */
  public static Turn of(List<ChatEntry> entries) {
    return new Turn(UUID.randomUUID().toString(), entries);
  }

  /** Returns a copy of this turn with more entries at the end. */
  Turn withEntries(List<ChatEntry> more) {
    var all = new ArrayList<>(entries);
    all.addAll(more);
    return new Turn(id, all);
  }
}
