package org.atomicagents.internal.tool;

import org.atomicagents.RunResult;
import org.atomicagents.message.Usage;

/**
 * The sums of the steps of a loop. Immutable.
 *
 * @param attempts the number of validated responses
 * @param requests the number of requests
 */
record LoopUsage(int attempts, int requests, Usage tokens) {
  static final LoopUsage NONE = new LoopUsage(0, 0, Usage.NONE);

  LoopUsage plus(RunResult<?> step) {
    return new LoopUsage(
        attempts + step.attempts(), requests + step.requests(), tokens.plus(step.usage()));
  }
}
