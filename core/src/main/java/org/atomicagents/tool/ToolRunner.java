package org.atomicagents.tool;

import java.util.List;

/**
 * Runs the calls of one step of a tool loop, for engines whose code must run on threads of their
 * own, such as workflows of Temporal.
 *
 * <p>The time limits of tools are not applied: the engine limits them.
 *
 * @see ToolLoopBuilder#runner
 */
@FunctionalInterface
public interface ToolRunner {

  /**
   * Runs all calls, each once, and returns after the last one has ended. A call throws no exception
   * of its tool: a failure is its result.
   *
   * @param calls the calls, in the order in which the model wrote them; at least one
   */
  void runAll(List<Runnable> calls);
}
