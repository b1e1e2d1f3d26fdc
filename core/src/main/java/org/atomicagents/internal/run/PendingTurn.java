package org.atomicagents.internal.run;

import java.util.List;
import java.util.function.Supplier;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ChatHistory.Lease;
import org.atomicagents.chat.ChatHistory.Snapshot;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.model.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The uncommitted turn of one run.
 *
 * @param history the conversation that the turn is committed to; null if the run has none
 * @param snapshot the conversation before the run
 * @param input the run's input; null if the run continues the last turn
 * @param lease the run's access to the conversation
 */
public record PendingTurn(
    @Nullable ChatHistory history, Snapshot snapshot, @Nullable ChatEntry input, Lease lease) {

  /** Returns the turn of a run without a conversation. */
  public static PendingTurn standalone(ChatEntry input) {
    return new PendingTurn(null, Snapshot.empty(), input, NoLease.INSTANCE);
  }

  /** Returns a turn that is committed to no conversation. */
  PendingTurn detached() {
    return new PendingTurn(null, snapshot, input, NoLease.INSTANCE);
  }

  /** The lease of a run without a conversation. */
  private enum NoLease implements Lease {
    INSTANCE;

    @Override
    public boolean isExpired() {
      return false;
    }

    @Override
    public boolean beginCommit() {
      return true;
    }

    @Override
    public void beginActivity() {}

    @Override
    public void endActivity() {}

    @Override
    public void close() {}
  }

  /** Returns the exception of a run whose conversation another run has taken over. */
  public static TimedOutException expired(Deadline deadline, String activity) {
    return deadline.isSet()
        ? TimedOutException.of(Limit.DEADLINE, deadline.duration(), activity)
        : TimedOutException.of(Limit.IDLE, ChatHistory.MAX_IDLE_TIME, activity);
  }

  /** Returns whether other runs of the conversation have to wait, or are rejected. */
  public boolean isExclusive() {
    return history != null && history.overlapPolicy() != OverlapPolicy.APPEND;
  }

  /** Commits the turn as a whole; the response is encoded only if there is a history. */
  void commit(Supplier<ChatEntry> response) {
    if (history == null) {
      return;
    }
    if (input == null) {
      history.extend(snapshot.lastTurn().orElseThrow(), List.of(response.get()));
    } else {
      history.commit(Turn.of(input, response.get()));
    }
  }
}
