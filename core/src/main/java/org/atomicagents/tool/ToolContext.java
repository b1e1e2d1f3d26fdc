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
 */
public record ToolContext(String callId, RunOptions options) {
  public ToolContext {
    Objects.requireNonNull(callId, "callId");
    Objects.requireNonNull(options, "options");
  }

  /** Returns the context of a call outside of a loop, without limits. */
  static ToolContext standalone() {
    return new ToolContext(UUID.randomUUID().toString(), RunOptions.defaults());
  }
}
