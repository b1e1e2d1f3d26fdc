package org.atomicagents;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ChatHistory.Snapshot;
import org.atomicagents.chat.ChatHistory.Visit;
import org.atomicagents.chat.Entry;
import org.atomicagents.chat.Overlap;
import org.atomicagents.chat.Turn;
import org.jspecify.annotations.Nullable;

/**
 * One run's part in a conversation.
 *
 * @param history where the turn is committed; null if the run stands alone
 * @param before what was said before the run
 * @param asked the run's input; null if the run goes on with the last turn
 * @param visit the run's stay in the conversation
 */
record PendingTurn(
    @Nullable ChatHistory history, Snapshot before, @Nullable Entry asked, Visit visit) {

  /** Whether other runs have to wait, or are rejected, while this one is in. */
  boolean isExclusive() {
    return history != null && history.overlap() != Overlap.APPEND;
  }

  List<Entry> said() {
    if (asked == null) {
      return before.entries();
    }
    var all = new ArrayList<Entry>(before.entries().size() + 1);
    all.addAll(before.entries());
    all.add(asked);
    return all;
  }

  /** Commits the turn as a whole; an Entry costs something, so it is made only for a history. */
  void commit(Supplier<Entry> answer) {
    if (history == null) {
      return;
    }
    if (asked == null) {
      history.extend(before.lastTurn().orElseThrow(), List.of(answer.get()));
    } else {
      history.commit(Turn.of(asked, answer.get()));
    }
  }
}
