package org.atomicagents.internal.store;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.chat.ConversationChange;
import org.atomicagents.chat.ConversationChange.Append;
import org.atomicagents.chat.ConversationChange.Delete;
import org.atomicagents.chat.ConversationChange.Extend;
import org.atomicagents.chat.ConversationChange.Pin;
import org.atomicagents.chat.ConversationChange.Reset;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.StoredConversation;
import org.atomicagents.chat.Turn;

/**
 * The version and the turns of a conversation in memory. Immutable.
 *
 * @param version the version; 0 if there is no conversation
 * @param turns the turns, oldest first
 */
public record StoredTurns(long version, List<Turn> turns) {
  /** No conversation. */
  public static final StoredTurns NONE = new StoredTurns(StoredConversation.NO_VERSION, List.of());

  public StoredTurns {
    turns = List.copyOf(turns);
  }

  /** Returns the conversation after a change; see {@code ConversationStore.apply}. */
  public StoredTurns apply(ConversationKey key, long expected, ConversationChange change) {
    long next = StoredConversation.nextVersion(key, expected, version);
    var changed = new ArrayList<>(turns);
    apply(changed, change);
    return new StoredTurns(next, changed);
  }

  private static void apply(List<Turn> turns, ConversationChange change) {
    switch (change) {
      case Append append -> turns.addAll(append.turns());
      case Extend extension -> {
        Turn longer = extension.extend(turns.isEmpty() ? null : turns.getLast());
        turns.set(turns.size() - 1, longer);
      }
      case Pin pin -> {
        int index = indexOf(turns, pin.turnId());
        turns.set(index, turns.get(index).withPinned(pin.isPinned()));
      }
      case Delete deletion -> turns.remove(indexOf(turns, deletion.turnId()));
      case Reset reset -> {
        turns.clear();
        turns.addAll(reset.turns());
      }
    }
  }

  private static int indexOf(List<Turn> turns, String turnId) {
    for (int i = 0; i < turns.size(); i++) {
      if (turns.get(i).id().equals(turnId)) {
        return i;
      }
    }
    throw new IllegalArgumentException("Turn ID " + turnId + " not found in history.");
  }

  /** Returns the latest turns and all pinned ones, oldest first. */
  public List<Turn> latest(int maxTurns) {
    var latest = new ArrayList<Turn>();
    int unpinned = 0;
    for (Turn turn : turns.reversed()) {
      if (turn.isPinned() || unpinned < maxTurns) {
        latest.add(turn);
      }
      unpinned += turn.isPinned() ? 0 : 1;
    }
    return List.copyOf(latest.reversed());
  }
}
