package org.atomicagents.internal.routing;

import org.atomicagents.RunOptions;
import org.atomicagents.chat.ConversationTurn;
import org.atomicagents.model.Listeners;
import org.jspecify.annotations.Nullable;

/**
 * What all stages of one run have in common: the settings, the input, the options and the turn.
 *
 * @param input the input; null to continue the last turn of the conversation
 */
record StagePlan<I, O>(
    StageSettings<I, O> settings, @Nullable I input, RunOptions options, StagedTurn turn) {

  /** Returns the prepared run of a stage, from 0; the caller closes it. */
  StageAttempt<O> prepare(int index) {
    ConversationTurn stageTurn = turn.newStage();
    try {
      AgentStage<I, O> stage = settings.stages().get(index);
      return new StageAttempt<>(stageTurn, stage.prepare(input, turn.options(options, stageTurn)));
    } catch (RuntimeException | Error e) {
      if (stageTurn != null) {
        stageTurn.close();
      }
      throw e;
    }
  }

  int lastStage() {
    return settings.stages().size() - 1;
  }

  String stageName(int index) {
    return settings.stages().get(index).name();
  }

  Listeners listeners() {
    return settings.listeners().with(options.listeners());
  }

  /** Returns whether the limits of the whole run permit another request. */
  boolean mayRequest() {
    return !turn.deadline().isPassed()
        && !Thread.currentThread().isInterrupted()
        && (options.budget() == null || options.budget().mayRequest());
  }

  /** Returns a plan without a conversation and without a deadline. */
  StagePlan<I, O> detached() {
    return new StagePlan<>(settings, input, options, turn.detached());
  }
}
