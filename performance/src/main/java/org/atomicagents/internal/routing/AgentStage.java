package org.atomicagents.internal.routing;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.atomicagents.Agent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.jspecify.annotations.Nullable;

/**
 * One model or one agent of a sequence.
 *
 * @param name the name in messages and events
 * @param agent the agent that runs
 * @param overrides changes the options of its runs, such as the model
 */
public record AgentStage<I, O>(
    String name, Agent<I, O> agent, UnaryOperator<RunOptions> overrides) {

  public AgentStage {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(overrides, "overrides");
  }

  PreparedRun<O> prepare(@Nullable I input, RunOptions options) {
    return agent.prepare(input, overrides.apply(options));
  }
}
