package org.atomicagents.internal.routing;

import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;

/** The rules by which a sequence of stages continues. Thread-safe. */
public interface StagePolicy<O> {

  /** Returns the decision about the result of a stage. */
  Verdict judge(RunResult<O> result);

  /**
   * Returns whether the next stage runs after a failure, as far as the limits of the run permit.
   */
  boolean continuesAfter(AgentException failure);

  /** Returns the parts of the rules that determine the result, for fingerprints. */
  String description();
}
