package org.atomicagents.internal.chat;

import java.util.List;
import org.atomicagents.chat.Turn;

/**
 * The older turns of a list, oldest first, for evictions. Immutable.
 *
 * @param turns the turns, evicted ones included
 * @param next the position of the oldest turn that was not evicted
 */
record TurnIndex(List<Turn> turns, int next) {
  static final TurnIndex EMPTY = new TurnIndex(List.of(), 0);

  static TurnIndex of(List<Turn> turns) {
    return new TurnIndex(List.copyOf(turns), 0);
  }

  int count() {
    return turns.size() - next;
  }

  /** Returns the number of the oldest turns that belong together: a turn and its tool results. */
  int groupSize() {
    if (count() == 0) {
      return 0;
    }
    int end = next + 1;
    while (end < turns.size() && ToolResultTurns.begins(turns.get(end))) {
      end++;
    }
    return end - next;
  }

  List<Turn> first(int size) {
    return turns.subList(next, next + size);
  }

  TurnIndex without(int size) {
    return next + size == turns.size() ? EMPTY : new TurnIndex(turns, next + size);
  }
}
