package org.atomicagents.internal.resilience;

import org.atomicagents.Agent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.jspecify.annotations.Nullable;

/** An agent that accepts no runs after the shutdown of its application has begun. */
public record GuardedAgent<I, O>(Agent<I, O> agent, ActiveRuns runs) implements Agent<I, O> {

  @Override
  public PreparedRun<O> prepare(@Nullable I input, RunOptions options) {
    runs.requireOpen();
    return new GuardedRun<>(agent.prepare(input, options), runs);
  }

  @Override
  public String name() {
    return agent.name();
  }

  @Override
  public @Nullable ChatHistory history() {
    return agent.history();
  }
}
