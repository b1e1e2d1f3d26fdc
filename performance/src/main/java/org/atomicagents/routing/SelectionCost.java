package org.atomicagents.routing;

import org.atomicagents.PreparationUsage;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.time.Phase;

/**
 * The usage and the time of requests that chose the model of a run. Immutable.
 *
 * @param nanos the time in nanoseconds
 */
record SelectionCost(PreparationUsage usage, long nanos) {

  /** Returns a result with this usage and time added. */
  <O> RunResult<O> addedTo(RunResult<O> result) {
    return usage.addedTo(result).withTimings(result.timings().withEarlier(Phase.PROMPT, nanos));
  }

  /** Returns a failure after adding this usage and time to it. */
  AgentException addedTo(AgentException failure) {
    failure.timings().ifPresent(run -> failure.recordTimings(run.withEarlier(Phase.PROMPT, nanos)));
    return usage.addedTo(failure);
  }
}
