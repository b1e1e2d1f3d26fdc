package org.atomicagents.internal.routing;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.model.AgentEvent;

/** The failures of the stages of one run so far, one for each stage. Used by one thread. */
final class StageFailures {
  private final StagePlan<?, ?> plan;
  private final List<AgentException> failures;

  /**
   * Creates a list.
   *
   * @param earlier the failures so far, in the order of the stages
   */
  StageFailures(StagePlan<?, ?> plan, List<AgentException> earlier) {
    this.plan = plan;
    this.failures = new ArrayList<>(earlier);
  }

  /** Returns the index of the next stage. */
  int count() {
    return failures.size();
  }

  List<AgentException> snapshot() {
    return List.copyOf(failures);
  }

  /** Returns whether the next stage runs after the failure of one, which is reported then. */
  boolean add(AgentException failure) {
    failures.add(failure);
    boolean isLast = failures.size() > plan.lastStage() || !mayContinue(failure);
    if (!isLast) {
      emitEscalation(failures.size() - 1, failure);
    }
    return !isLast;
  }

  /**
   * Returns whether the next stage runs. After an output that was not accepted, it does so even at
   * a limit of the run, since it may not need a request; if it needs one, it fails without sending
   * it, and that failure names the limit.
   */
  private boolean mayContinue(AgentException failure) {
    return isRejection(failure)
        || (!(failure instanceof CancelledException)
            && plan.mayRequest()
            && plan.settings().policy().continuesAfter(failure));
  }

  /** Returns whether a failure is an output that was not accepted. */
  static boolean isRejection(AgentException failure) {
    return failure instanceof InvalidOutputException invalid && !invalid.reasons().isEmpty();
  }

  /** Returns the exception of the run, which has at least one failure and no output. */
  AgentException exception() {
    AgentException last = failures.getLast();
    boolean isAll = failures.size() > 1 && failures.size() > plan.lastStage() && mayContinue(last);
    if (isAll) {
      return AllModelsFailedException.of(failures);
    }
    for (AgentException earlier : failures) {
      // A client may throw the same exception twice.
      if (earlier != last) {
        last.addSuppressed(earlier);
      }
    }
    return last;
  }

  private void emitEscalation(int index, AgentException failure) {
    if (plan.listeners().isActive()) {
      boolean isRejection = isRejection(failure);
      List<String> reasons =
          isRejection
              ? ((InvalidOutputException) failure).reasons()
              : List.of(failure.getClass().getSimpleName());
      plan.listeners()
          .emit(
              new AgentEvent.RunEscalated(
                  plan.settings().name(),
                  plan.stageName(index),
                  plan.stageName(index + 1),
                  reasons,
                  isRejection ? null : failure));
    }
  }
}
