package org.atomicagents.internal.tool;

import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;

/** Runs one step of a loop: as a call, or as a stream that others read. */
@FunctionalInterface
interface StepRunner {
  /** Returns the result of a step; blocks until its end. */
  RunResult<ToolStep> run(PreparedRun<ToolStep> step);
}
