package org.atomicagents.internal.routing;

import org.atomicagents.RunResult;
import org.atomicagents.chat.ConversationTurn;
import org.atomicagents.error.AgentException;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run with stages, whose turn is not committed yet.
 *
 * @param index the index of the stage whose output is returned, from 0
 * @param result the output of that stage with the metrics of all stages
 * @param turn the turn of that stage; null if the run has no conversation
 */
record StageOutcome<O>(int index, RunResult<O> result, @Nullable ConversationTurn turn) {

  /** Commits the turn; a failure contains the usage of all stages. */
  void commit(StagedTurn run) {
    try {
      run.commit(turn);
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
