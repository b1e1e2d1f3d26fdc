package org.atomicagents.internal.routing;

import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationTurn;
import org.atomicagents.model.Deadline;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The turn of a run with several stages: each stage has a turn of its own within it, and the turn
 * of one stage is committed.
 *
 * <p>All stages read the conversation as it was at the beginning. The turn takes part in the
 * overlap policy of the history as one run does. Thread-safe.
 */
final class StagedTurn implements AutoCloseable {
  private final @Nullable ConversationTurn turn;
  private final Deadline deadline;
  private final TimeSource time;
  private final boolean isDetached;

  private StagedTurn(
      @Nullable ConversationTurn turn, Deadline deadline, TimeSource time, boolean isDetached) {
    this.turn = turn;
    this.deadline = deadline;
    this.time = time;
    this.isDetached = isDetached;
  }

  /**
   * Returns a new turn of a history; blocks or throws according to the policy of the history.
   *
   * @param history null if the run has no conversation
   */
  static StagedTurn begin(@Nullable ChatHistory history, Deadline deadline, TimeSource time) {
    return new StagedTurn(
        history == null ? null : ConversationTurn.begin(history, deadline, time),
        deadline,
        time,
        false);
  }

  /** Returns a turn of a copy of the conversation, which is never committed. */
  StagedTurn detached() {
    ConversationTurn copy = null;
    if (turn != null) {
      ChatHistory.Snapshot snapshot = turn.snapshot();
      // The limit is never reached; a history without a limit logs a warning when it is long.
      ChatHistory history = ChatHistory.latestTurns(snapshot.turnCount() + 1);
      history.reset(snapshot);
      copy = ConversationTurn.begin(history, Deadline.none(), time);
    }
    return new StagedTurn(copy, Deadline.none(), time, true);
  }

  /** Returns a new turn of a stage; null if the run has no conversation. */
  @Nullable ConversationTurn newStage() {
    return turn == null ? null : ConversationTurn.begin(turn, deadline, time);
  }

  /** Returns the options of a stage. */
  RunOptions options(RunOptions options, @Nullable ConversationTurn stage) {
    RunOptions limited = deadline.isSet() || isDetached ? options.withDeadline(deadline) : options;
    return stage == null ? limited : limited.withHistory(stage);
  }

  /** Commits the turn of a stage to the history, and ends this turn. */
  void commit(@Nullable ConversationTurn stage) {
    if (stage != null && turn != null && !isDetached) {
      stage.commitTurn();
      turn.commitTurn();
    }
  }

  Deadline deadline() {
    return deadline;
  }

  /** Ends this turn; the history is unchanged unless it was committed. Idempotent. */
  @Override
  public void close() {
    if (turn != null) {
      turn.close();
    }
  }
}
