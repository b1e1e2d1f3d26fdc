package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.Turn;

/**
 * The part of a conversation that a request contains.
 *
 * @param entries the entries, oldest first, the input included
 * @param trimmedTurns the ids of the turns that were left out, oldest first
 */
public record ContextSelection(List<ChatEntry> entries, List<String> trimmedTurns) {

  /** Returns the complete conversation. */
  static ContextSelection complete(PendingTurn turn) {
    if (turn.history() == null && turn.input() != null) {
      return new ContextSelection(List.of(turn.input()), List.of());
    }
    var turns = new ArrayList<Turn>();
    turn.snapshot().newestFirst().forEach(turns::add);
    return new ContextSelection(entries(List.of(), turns, turn), List.of());
  }

  /** Returns the entries of older turns, oldest first, of newer turns, newest first, and input. */
  static List<ChatEntry> entries(List<Turn> older, List<Turn> newestFirst, PendingTurn pending) {
    var entries = new ArrayList<ChatEntry>(2 * (older.size() + newestFirst.size()) + 1);
    for (Turn turn : older) {
      addAll(entries, turn);
    }
    // By index: a reversed view costs more for each of the many turns of a long conversation.
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      addAll(entries, newestFirst.get(i));
    }
    if (pending.input() != null) {
      entries.add(pending.input());
    }
    return entries;
  }

  private static void addAll(List<ChatEntry> entries, Turn turn) {
    List<ChatEntry> added = turn.entries();
    for (int i = 0; i < added.size(); i++) {
      entries.add(added.get(i));
    }
  }
}
