package org.atomicagents.internal.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.atomicagents.chat.ConversationChange;
import org.atomicagents.chat.ConversationChange.Append;
import org.atomicagents.chat.ConversationChange.Clear;
import org.atomicagents.chat.ConversationChange.Delete;
import org.atomicagents.chat.ConversationChange.Extend;
import org.atomicagents.chat.ConversationChange.Pin;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.StoredConversation;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.ConflictException;

/**
 * The version and the turns of a conversation in memory. Immutable.
 *
 * @param version the version; 0 if there is no conversation
 * @param turns the turns, oldest first
 */
public record StoredTurns(long version, List<Turn> turns) {
  /** No conversation. */
  public static final StoredTurns NONE = new StoredTurns(StoredConversation.NO_VERSION, List.of());

  private static final int MAX_FIRST_VERSION = 1 << 30;

  public StoredTurns {
    turns = List.copyOf(turns);
  }

  /**
   * Returns the version after a change.
   *
   * <p>The first version is random in its upper 32 bits, so that a version of a deleted
   * conversation is not reached again by one with the same key.
   *
   * @throws ConflictException if the stored version is not the expected one
   */
  public static long nextVersion(ConversationKey key, long expected, long stored) {
    if (expected != stored) {
      throw ConflictException.of(
          "Conversation %s has changed: expected version %d, found %d.\nLoad it again."
              .formatted(key, expected, stored));
    }
    return stored == StoredConversation.NO_VERSION
        ? ((long) ThreadLocalRandom.current().nextInt(MAX_FIRST_VERSION) << Integer.SIZE) + 1
        : stored + 1;
  }

  /** Returns the exception for a change of a turn that does not exist. */
  public static IllegalArgumentException notFound(String turnId) {
    return new IllegalArgumentException("Turn ID " + turnId + " not found in history.");
  }

  /** Returns the exception for an extension of a turn that is not the last one. */
  public static ConflictException notTheLast(String turnId) {
    return ConflictException.of(
        "The conversation has changed: turn "
            + turnId
            + " is no longer its last turn.\nRun again with an input.");
  }

  /** Returns the conversation after changes; see {@code ConversationStore.apply}. */
  public StoredTurns apply(ConversationKey key, long expected, List<ConversationChange> changes) {
    long next = nextVersion(key, expected, version);
    var changed = new ArrayList<>(turns);
    changes.forEach(change -> apply(changed, change));
    return new StoredTurns(next, changed);
  }

  private static void apply(List<Turn> turns, ConversationChange change) {
    switch (change) {
      case Append append -> turns.add(append.turn());
      case Extend extension -> {
        if (turns.isEmpty() || !turns.getLast().id().equals(extension.turnId())) {
          throw notTheLast(extension.turnId());
        }
        turns.add(extension.extend(turns.removeLast()));
      }
      case Pin pin -> {
        int index = indexOf(turns, pin.turnId());
        turns.set(index, turns.get(index).withPinned(pin.isPinned()));
      }
      case Delete deletion -> turns.remove(indexOf(turns, deletion.turnId()));
      case Clear clear -> turns.clear();
    }
  }

  private static int indexOf(List<Turn> turns, String turnId) {
    for (int i = 0; i < turns.size(); i++) {
      if (turns.get(i).id().equals(turnId)) {
        return i;
      }
    }
    throw notFound(turnId);
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
