package org.atomicagents.internal.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.Turn;

/**
 * A snapshot that shares the list of a history.
 *
 * @param oldest the earliest time of commit of its turns; {@link Instant#MIN} for all turns
 */
record TurnListView(TurnList list, Instant oldest) implements ChatHistory.Snapshot {

  @Override
  public Iterable<Turn> newestFirst() {
    if (isComplete()) {
      return list;
    }
    return () ->
        StreamSupport.stream(list.spliterator(), false)
            .filter(turn -> !HistoryLimit.isTooOld(turn, oldest))
            .iterator();
  }

  @Override
  public Optional<String> lastTurn() {
    if (!isComplete()) {
      return ChatHistory.Snapshot.super.lastTurn();
    }
    return list.isEmpty() ? Optional.empty() : Optional.of(list.last().id());
  }

  @Override
  public List<Turn> pinned() {
    return list.pinned();
  }

  @Override
  public int turnCount() {
    return isComplete() ? list.turnCount() : ChatHistory.Snapshot.super.turnCount();
  }

  boolean isComplete() {
    return oldest.equals(Instant.MIN);
  }
}
