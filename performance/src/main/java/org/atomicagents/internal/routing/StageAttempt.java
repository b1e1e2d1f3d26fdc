package org.atomicagents.internal.routing;

import org.atomicagents.PreparedRun;
import org.atomicagents.chat.ConversationTurn;
import org.jspecify.annotations.Nullable;

/**
 * The prepared run of one stage, and its turn.
 *
 * @param turn the turn of the stage; null if the run has no conversation
 */
record StageAttempt<O>(@Nullable ConversationTurn turn, PreparedRun<O> run)
    implements AutoCloseable {

  @Override
  public void close() {
    try {
      run.close();
    } finally {
      if (turn != null) {
        turn.close();
      }
    }
  }
}
