package org.atomicagents.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user message and everything up to the next one: tool calls, tool results and the response.
 *
 * <p>Immutable; the {@code with} methods return copies.
 *
 * @param id a UUID, unique across conversations
 * @param entries the entries, oldest first; at least one
 * @param committedAt the time of the last change in a history; null for a turn that was never
 *     committed
 * @param isPinned whether the turn is exempt from eviction and from trimming
 */
public record Turn(
    String id, List<ChatEntry> entries, @Nullable Instant committedAt, boolean isPinned) {

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
    return of(UUID.randomUUID().toString(), entries);
  }

  /**
   * Returns a turn with an existing id.
   *
   * @throws IllegalArgumentException if there are no entries
   */
  public static Turn of(String id, List<ChatEntry> entries) {
    return new Turn(id, entries, null, false);
  }

  /**
   * Returns a copy with other entries.
   *
   * @throws IllegalArgumentException if there are no entries
   */
  public Turn withEntries(List<ChatEntry> others) {
    return new Turn(id, others, committedAt, isPinned);
  }

  /** Returns a copy with more entries at the end. */
  public Turn withAppended(List<ChatEntry> more) {
    var all = new ArrayList<>(entries);
    all.addAll(more);
    return withEntries(all);
  }

  /** Returns a copy with a time of commit. */
  public Turn withCommittedAt(Instant time) {
    return new Turn(id, entries, Objects.requireNonNull(time, "time"), isPinned);
  }

  /** Returns a copy that is pinned or not. */
  public Turn withPinned(boolean pinned) {
    return new Turn(id, entries, committedAt, pinned);
  }
}
