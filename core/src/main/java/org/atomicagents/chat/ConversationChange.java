package org.atomicagents.chat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.atomicagents.error.ConflictException;
import org.jspecify.annotations.Nullable;

/**
 * A change of a stored conversation; see {@link ConversationStore#apply}.
 *
 * <p>Immutable. Implementations of stores switch over all kinds.
 */
public sealed interface ConversationChange {

  /**
   * Appends turns.
   *
   * @param turns the turns, with their times of commit
   */
  record Append(List<Turn> turns) implements ConversationChange {
    public Append {
      turns = List.copyOf(turns);
    }
  }

  /**
   * Appends entries to the last turn. If the last turn is another one, the change is a conflict.
   *
   * @param turnId the id of the last turn
   * @param entries the new entries
   * @param time the new time of commit of the turn
   */
  record Extend(String turnId, List<ChatEntry> entries, Instant time)
      implements ConversationChange {
    public Extend {
      Objects.requireNonNull(turnId, "turnId");
      Objects.requireNonNull(time, "time");
      entries = List.copyOf(entries);
    }

    /**
     * Returns the extended turn.
     *
     * @param last the last turn of the conversation; null if it has none
     * @throws ConflictException if the last turn has another id
     */
    public Turn extend(@Nullable Turn last) {
      if (last == null || !last.id().equals(turnId)) {
        throw ConflictException.of(
            "The conversation has changed: turn "
                + turnId
                + " is no longer its last turn.\nRun again with an input.");
      }
      return last.withAppended(entries).withCommittedAt(time);
    }
  }

  /**
   * Pins or unpins a turn.
   *
   * @param turnId the id of the turn
   * @param isPinned whether the turn is to be pinned
   */
  record Pin(String turnId, boolean isPinned) implements ConversationChange {
    public Pin {
      Objects.requireNonNull(turnId, "turnId");
    }
  }

  /**
   * Deletes a turn.
   *
   * @param turnId the id of the turn
   */
  record Delete(String turnId) implements ConversationChange {
    public Delete {
      Objects.requireNonNull(turnId, "turnId");
    }
  }

  /**
   * Replaces all turns; without turns, the conversation itself remains.
   *
   * @param turns the new turns, with their times of commit
   */
  record Reset(List<Turn> turns) implements ConversationChange {
    public Reset {
      turns = List.copyOf(turns);
    }
  }
}
