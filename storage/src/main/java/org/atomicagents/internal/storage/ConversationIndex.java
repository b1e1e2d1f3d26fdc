package org.atomicagents.internal.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.storage.ConversationRecord.Added;
import org.atomicagents.internal.storage.ConversationRecord.Change;
import org.atomicagents.internal.storage.ConversationRecord.Cleared;
import org.atomicagents.internal.storage.ConversationRecord.Extended;
import org.atomicagents.internal.storage.ConversationRecord.Pinned;
import org.atomicagents.internal.storage.ConversationRecord.Removed;

/**
 * The version of a conversation and the locations of its turns. Immutable.
 *
 * @param version the version; 0 if there is no conversation
 * @param turns the locations of the turns, oldest first
 */
public record ConversationIndex(long version, List<TurnLocation> turns) {
  /** No conversation. */
  public static final ConversationIndex NONE = new ConversationIndex(0, List.of());

  public ConversationIndex {
    turns = List.copyOf(turns);
  }

  /**
   * Returns the index after the changes of a record.
   *
   * @param position the position of the record
   * @throws IllegalArgumentException if a change refers to a turn that does not exist
   */
  public ConversationIndex apply(long position, ConversationRecord record) {
    var changed = new ArrayList<>(turns);
    for (int i = 0; i < record.changes().size(); i++) {
      apply(changed, record.changes().get(i), position, i);
    }
    return new ConversationIndex(record.version(), changed);
  }

  private static void apply(List<TurnLocation> turns, Change change, long position, int index) {
    switch (change) {
      case Added added -> turns.add(location(added, position, index));
      case Extended longer -> {
        if (turns.isEmpty() || !turns.getLast().turnId().equals(longer.turnId())) {
          throw new IllegalArgumentException("turn " + longer.turnId() + " is not the last one");
        }
        turns.removeLast();
        turns.add(
            location(
                new Added(longer.turnId(), longer.isPinned(), longer.json()), position, index));
      }
      case Pinned pinned -> {
        int found = indexOf(turns, pinned.turnId());
        turns.set(found, turns.get(found).withPinned(pinned.isPinned()));
      }
      case Removed removed -> turns.remove(indexOf(turns, removed.turnId()));
      case Cleared cleared -> turns.clear();
    }
  }

  private static TurnLocation location(Added added, long position, int index) {
    return new TurnLocation(
        added.turnId(), added.isPinned(), position, index, added.json().getBytes(UTF_8).length);
  }

  private static int indexOf(List<TurnLocation> turns, String turnId) {
    for (int i = turns.size() - 1; i >= 0; i--) {
      if (turns.get(i).turnId().equals(turnId)) {
        return i;
      }
    }
    throw new IllegalArgumentException("Turn ID " + turnId + " not found in history.");
  }

  /** Returns the locations of the latest turns and of all pinned ones, oldest first. */
  public List<TurnLocation> latest(int maxTurns) {
    var latest = new ArrayList<TurnLocation>();
    int others = 0;
    for (TurnLocation turn : turns.reversed()) {
      if (turn.isPinned() || others < maxTurns) {
        latest.add(turn);
      }
      others += turn.isPinned() ? 0 : 1;
    }
    return List.copyOf(latest.reversed());
  }

  /** Returns the size of all turns in bytes. */
  public long size() {
    return turns.stream().mapToLong(TurnLocation::size).sum();
  }
}
