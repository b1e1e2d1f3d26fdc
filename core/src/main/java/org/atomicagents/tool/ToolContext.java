package org.atomicagents.tool;

import java.util.Objects;
import java.util.UUID;
import org.atomicagents.RunOptions;

/**
 * The circumstances of one call of a tool.
 *
 * @param callId the id of the call: a key for idempotent operations. It is the same when an
 *     interrupted call is repeated after {@link ToolLoop#resume}
 * @param options the deadline, the budget and the listeners of the run, for agents that the tool
 *     runs
 * @param number the number of the call among those of its response, from 1; equal when a loop runs
 *     again with the same responses
 */
public record ToolContext(String callId, RunOptions options, int number) {
  public ToolContext {
    Objects.requireNonNull(callId, "callId");
    Objects.requireNonNull(options, "options");
    if (number < 1) {
      throw new IllegalArgumentException("number: expected 1 or more, found " + number);
    }
  }

  /** Creates the context of the only call of a response. */
  public ToolContext(String callId, RunOptions options) {
    this(callId, options, 1);
  }

  /** Returns the context of a call outside of a loop, without limits. */
  static ToolContext standalone() {
    return new ToolContext(UUID.randomUUID().toString(), RunOptions.defaults());
  }
}
