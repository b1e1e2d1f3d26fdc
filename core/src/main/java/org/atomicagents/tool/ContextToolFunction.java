package org.atomicagents.tool;

/**
 * The Java function of a tool that uses its {@link ToolContext}, for example to pass the deadline
 * of the run on.
 *
 * <p>Called by several threads at once, as a {@link ToolFunction} is.
 */
@FunctionalInterface
public interface ContextToolFunction<I, O> {

  /**
   * Returns the result of a valid input.
   *
   * @throws ToolException to give the model the reason for a missing result
   * @throws Exception if it fails; the model receives no details of it
   */
  O run(I input, ToolContext context) throws Exception;
}
