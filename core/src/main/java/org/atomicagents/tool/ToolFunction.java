package org.atomicagents.tool;

/**
 * The Java function of a tool.
 *
 * <p>Called by several threads at once, so it must be thread-safe. It should react to an interrupt,
 * which ends it at its time limit and when its run is cancelled.
 */
@FunctionalInterface
public interface ToolFunction<I, O> {

  /**
   * Returns the result of a valid input.
   *
   * @throws ToolException to give the model the reason for a missing result
   * @throws Exception if it fails; the model receives no details of it
   */
  O run(I input) throws Exception;
}
