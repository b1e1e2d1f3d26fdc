package org.atomicagents.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A user's message and everything said before the next one.
 *
 * <p>Immutable.
 *
 * @param id a UUID, unique in all conversations
 */
public record Turn(String id, List<ChatEntry> entries) {

  public Turn {
    Objects.requireNonNull(id, "id");
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("entries: expected at least one, found none");
    }
  }

  /** A turn with an id of its own. */
  public static Turn of(ChatEntry... entries) {
    return of(List.of(entries));
  }

  /** A turn with an id of its own. */
  public static Turn of(List<ChatEntry> entries) {
    return new Turn(UUID.randomUUID().toString(), entries);
  }

  /** The same turn, in which more was said. */
  Turn withEntries(List<ChatEntry> more) {
    var all = new ArrayList<>(entries);
    all.addAll(more);
    return new Turn(id, all);
  }
}
