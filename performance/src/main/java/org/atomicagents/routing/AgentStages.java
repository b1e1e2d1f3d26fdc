package org.atomicagents.routing;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.Agent;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.internal.routing.AgentStage;
import org.jspecify.annotations.Nullable;

/** The stages of a list of agents. */
final class AgentStages {
  private AgentStages() {}

  /**
   * Returns one stage for each agent.
   *
   * @throws IllegalArgumentException if there is no agent
   */
  static <I, O> List<AgentStage<I, O>> of(List<? extends Agent<I, O>> agents) {
    if (agents.isEmpty()) {
      throw new IllegalArgumentException("agents: expected at least one, found none");
    }
    var stages = new ArrayList<AgentStage<I, O>>();
    for (Agent<I, O> agent : agents) {
      String name = AgentTraits.nameOf(agent, stages.size() + 1);
      stages.add(new AgentStage<>(name, agent, options -> options));
    }
    return List.copyOf(stages);
  }

  /** Returns the settings of the first agent, without its timeout, which applies to its runs. */
  static AgentTraits traits(List<? extends Agent<?, ?>> agents, String defaultName) {
    AgentTraits first = AgentTraits.of(agents.getFirst(), defaultName);
    return new AgentTraits(defaultName, first.listeners(), first.time(), null);
  }

  /**
   * Returns the conversation that agents have of their own; null if they have none.
   *
   * @throws IllegalArgumentException if they have different ones
   */
  @SuppressWarnings("ReferenceEquality")
  static @Nullable ChatHistory history(List<? extends Agent<?, ?>> agents) {
    List<ChatHistory> histories = new ArrayList<>();
    for (Agent<?, ?> agent : agents) {
      ChatHistory own = agent.history();
      if (own != null && histories.stream().noneMatch(known -> known == own)) {
        histories.add(own);
      }
    }
    if (histories.size() > 1) {
      throw new IllegalArgumentException(
          "agents: expected agents without a history, or with the same one, found %d histories.\nPass the history in the RunOptions."
              .formatted(histories.size()));
    }
    return histories.isEmpty() ? null : histories.getFirst();
  }
}
