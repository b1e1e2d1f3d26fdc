package org.atomicagents.chat;

import java.util.List;
import org.atomicagents.chat.ChatHistory.Snapshot;

/** A snapshot of a list of turns, oldest first. Immutable. */
record TurnListSnapshot(List<Turn> turns) implements Snapshot {
  static final Snapshot EMPTY = new TurnListSnapshot(List.of());

  TurnListSnapshot {
    turns = List.copyOf(turns);
  }

  @Override
  public Iterable<Turn> newestFirst() {
    return turns.reversed();
  }
}
