package org.atomicagents.internal.chat;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.chat.Turn;

/** Changes of turns by their id. */
final class TurnChanges {
  private TurnChanges() {}

  /**
   * Returns a list without a turn.
   *
   * @throws IllegalArgumentException if there is no turn with that id
   */
  static TurnList delete(TurnList list, String turnId) {
    List<Turn> kept = new ArrayList<>(list.oldestFirst());
    if (!kept.removeIf(turn -> turn.id().equals(turnId))) {
      throw notFound(turnId);
    }
    return TurnList.of(kept, list.size().meter());
  }

  /**
   * Returns a list with a turn pinned or not, together with the turns of its tool results.
   *
   * @throws IllegalArgumentException if there is no turn with that id
   */
  static TurnList pin(TurnList list, String turnId, boolean pinned) {
    List<Turn> turns = list.oldestFirst();
    boolean isFound = false;
    for (int i = 0; i < turns.size(); i++) {
      if (turns.get(i).id().equals(turnId)) {
        isFound = true;
        setPinned(turns, i, pinned);
      }
    }
    if (!isFound) {
      throw notFound(turnId);
    }
    return TurnList.of(turns, list.size().meter());
  }

  private static void setPinned(List<Turn> turns, int position, boolean pinned) {
    int from = position;
    while (from > 0 && ToolResultTurns.begins(turns.get(from))) {
      from--;
    }
    int end = position + 1;
    while (end < turns.size() && ToolResultTurns.begins(turns.get(end))) {
      end++;
    }
    for (int i = from; i < end; i++) {
      if (turns.get(i).isPinned() != pinned) {
        turns.set(i, turns.get(i).withPinned(pinned));
      }
    }
  }

  private static IllegalArgumentException notFound(String turnId) {
    return new IllegalArgumentException("Turn ID " + turnId + " not found in history.");
  }
}
