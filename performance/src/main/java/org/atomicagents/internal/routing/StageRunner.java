package org.atomicagents.internal.routing;

import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;

/** Runs one stage: as a call, or as a stream that others read. */
@FunctionalInterface
interface StageRunner<O> {

  /**
   * Returns the result of a stage.
   *
   * @param index the index of the stage, from 0
   */
  RunResult<O> run(int index, PreparedRun<O> stage);
}
