package org.atomicagents.examples;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.pool.AgentPool;

/** Agents that are built when they are requested for the first time. */
public final class LazyAgents {
  private LazyAgents() {}

  enum Task {
    CHAT,
    ANALYSIS
  }

  public static void main(String... args) {
    try (var example = ExampleModel.select(args);
        var agents =
            AgentPool.of((Task task) -> {
              System.out.println("Building the agent for " + task);
              var prompt = SystemPrompt.builder().background("Your task: " + task).build();
              return AtomicAgent.builder(example.model()).systemPrompt(prompt).build();
            })) {

      System.out.println("Agents: " + agents.size());
      var question = new BasicChatInput("Why is the sky blue?");
      System.out.println(agents.get(Task.CHAT).run(question).chatMessage());
      System.out.println(agents.get(Task.CHAT).run(question).chatMessage());
      System.out.println("Agents: " + agents.size());
    }
  }
}
