package org.atomicagents.internal.routing;

import java.util.List;
import java.util.Optional;
import org.atomicagents.PreparationUsage;
import org.atomicagents.error.AgentException;

/**
 * The first stage of a run that could be prepared.
 *
 * @param failures the failures of the stages before it, which could not be prepared
 * @param usage the usage of these failures
 * @param stage the prepared stage
 */
record StageStart<O>(List<AgentException> failures, PreparationUsage usage, StageAttempt<O> stage) {

  /**
   * Returns the start of a run; the caller closes its stage.
   *
   * @throws AgentException if no stage could be prepared
   */
  static <O> StageStart<O> of(StagePlan<?, O> plan) {
    var failures = new StageFailures(plan, List.of());
    PreparationUsage usage = PreparationUsage.NONE;
    while (true) {
      try {
        StageAttempt<O> stage = plan.prepare(failures.count());
        return new StageStart<>(failures.snapshot(), usage, stage);
      } catch (AgentException e) {
        usage = usage.plus(e);
        if (!failures.add(e)) {
          throw usage.recordedIn(failures.exception());
        }
      }
    }
  }

  /** Returns the index of the stage, from 0. */
  int index() {
    return failures.size();
  }

  /** Returns the usage of the whole preparation. */
  PreparationUsage preparationUsage() {
    return usage.plus(stage.run().preparationUsage());
  }

  /** Returns a start without a conversation and without the usage of the preparation. */
  Optional<StageStart<O>> detached() {
    return stage
        .run()
        .detached()
        .map(run ->
            new StageStart<>(failures, PreparationUsage.NONE, new StageAttempt<>(null, run)));
  }
}
