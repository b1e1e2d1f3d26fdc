package org.atomicagents.error;

import java.util.List;

/**
 * Thrown if a tool loop that was run as an agent reaches a call that a person has to approve.
 *
 * <p>The history is unchanged. {@link #suspended()} is the state of the loop, from which it can be
 * resumed; {@code ToolLoop.start} returns the state instead of throwing this exception.
 */
public final class ApprovalRequiredException extends AgentException {
  private final List<String> tools;
  private final String suspended;

  private ApprovalRequiredException(String message, List<String> tools, String suspended) {
    super(message, null);
    this.tools = List.copyOf(tools);
    this.suspended = suspended;
  }

  /**
   * Returns an exception.
   *
   * @param agent the name of the loop
   * @param tools the names of the tools whose calls wait for approval
   * @param suspended the state of the loop as JSON
   */
  public static ApprovalRequiredException of(String agent, List<String> tools, String suspended) {
    return new ApprovalRequiredException(
        "Loop '%s' waits for the approval of calls of %s.\nUse ToolLoop.start and resume, or set an approver."
            .formatted(agent, tools),
        tools,
        suspended);
  }

  /** Returns the names of the tools whose calls wait for approval; unmodifiable. */
  public List<String> tools() {
    return tools;
  }

  /** Returns the state of the loop as JSON, with the texts of the conversation's turn. */
  public String suspended() {
    return suspended;
  }

  /** Returns false: a person has to decide first. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  AgentException copy() {
    return new ApprovalRequiredException(message(), tools, suspended);
  }
}
