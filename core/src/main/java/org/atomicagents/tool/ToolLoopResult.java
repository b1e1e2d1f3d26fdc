package org.atomicagents.tool;

/**
 * The result of {@link ToolLoop#start}: the output, or a state that waits for approval.
 *
 * @param <O> the type of the output
 */
public sealed interface ToolLoopResult<O> permits Completed, Suspended {}
