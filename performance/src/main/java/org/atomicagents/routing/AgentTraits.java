package org.atomicagents.routing;

import java.time.Duration;
import java.util.Objects;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.DecisionAgent;
import org.atomicagents.model.Listeners;
import org.atomicagents.time.TimeSource;
import org.atomicagents.tool.ToolLoop;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a wrapper takes from the agent inside.
 *
 * @param timeout the maximum duration of runs without one in their options; null for no limit
 */
record AgentTraits(String name, Listeners listeners, TimeSource time, @Nullable Duration timeout) {

  /** Returns the settings of an agent; defaults if its type is unknown. */
  static AgentTraits of(Agent<?, ?> agent, String defaultName) {
    return switch (agent) {
      case AtomicAgent<?, ?> known ->
          new AgentTraits(known.name(), known.listeners(), known.timeSource(), known.timeout());
      case DecisionAgent<?, ?> decisions -> of(decisions.agent(), defaultName);
      case ToolLoop<?, ?> loop ->
          new AgentTraits(loop.name(), Listeners.none(), TimeSource.system(), null);
      default -> new AgentTraits(defaultName, Listeners.none(), TimeSource.system(), null);
    };
  }

  AgentTraits withName(String other) {
    return new AgentTraits(Objects.requireNonNull(other, "name"), listeners, time, timeout);
  }

  AgentTraits withListeners(Listeners others) {
    return new AgentTraits(name, Objects.requireNonNull(others, "listeners"), time, timeout);
  }

  AgentTraits withTime(TimeSource source) {
    return new AgentTraits(name, listeners, Objects.requireNonNull(source, "source"), timeout);
  }

  /** Returns the name of an agent in messages and events. */
  static String nameOf(Agent<?, ?> agent, int number) {
    return of(agent, "agent " + number).name();
  }
}
