package org.atomicagents.internal.tool;

import java.util.List;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ConversationTurn;
import org.atomicagents.error.AgentException;
import org.atomicagents.tool.PendingCall;

/** The end of a loop's run. */
public sealed interface LoopOutcome<O> {

  /**
   * The final output, whose turn is not committed yet.
   *
   * @param entries the entries of the turn to commit
   */
  record Answered<O>(RunResult<O> result, List<ChatEntry> entries) implements LoopOutcome<O> {

    /** Commits the turn; a failure contains the usage of the loop. */
    void commit(ConversationTurn turn) {
      try {
        turn.commitTurn(entries);
      } catch (AgentException e) {
        throw e.recordUsage(
            result.usage(),
            result.requestIds(),
            result.charges(),
            result.attempts(),
            result.requests());
      }
    }
  }

  /**
   * A state that waits for approval.
   *
   * @param json the state
   */
  record Waiting<O>(String json, List<PendingCall> calls) implements LoopOutcome<O> {}
}
