package org.atomicagents.tool;

import java.util.Set;

/**
 * Selects the tools that the model may call in a step. A tool that was not offered is never run.
 *
 * <p>Must be thread-safe and fast; called once per tool and step.
 */
@FunctionalInterface
public interface ToolFilter {

  /**
   * Returns whether a tool is offered.
   *
   * @param step the number of the step, from 1
   * @param called the names of the tools that were called in earlier steps of the loop
   */
  boolean isOffered(Tool<?, ?> tool, int step, Set<String> called);
}
