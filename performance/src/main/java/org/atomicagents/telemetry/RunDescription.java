package org.atomicagents.telemetry;

import java.util.Objects;
import org.atomicagents.RunOptions;
import org.jspecify.annotations.Nullable;

/**
 * The description of a run at the beginning of its preparation.
 *
 * @param agent the name of the agent
 * @param input the input; null if the run continues the last turn of its conversation
 * @param conversation the id of the conversation; null if it is not known
 * @param options the settings of the run
 */
public record RunDescription(
    String agent, @Nullable Object input, @Nullable String conversation, RunOptions options) {
  public RunDescription {
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(options, "options");
  }

  /** Returns the agent and the type of the input instead of its text. */
  @Override
  public String toString() {
    String type = input == null ? "no input" : input.getClass().getSimpleName();
    return "RunDescription[" + agent + ", " + type + "]";
  }
}
