package org.atomicagents.examples;

import java.util.List;
import java.util.concurrent.Executors;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;

/** A conversation that branches: each fork continues from the same turn, at the same time. */
public final class ForkedConversation {
  private ForkedConversation() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var agent = AtomicAgent.of(example.model());
      var history = ChatHistory.latestTurns(10);
      agent.run(new BasicChatInput("Plan a weekend in Porto."), RunOptions.history(history));

      var forks = List.of(history.fork(), history.fork());
      var weathers = List.of("It will rain.", "It will be hot.");
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < forks.size(); i++) {
          var weather = new BasicChatInput(weathers.get(i));
          var options = RunOptions.history(forks.get(i));
          executor.execute(() -> agent.run(weather, options));
        }
      }

      for (int i = 0; i < forks.size(); i++) {
        String last = forks.get(i).messages().getLast().text();
        System.out.println(weathers.get(i) + " -> " + last);
      }
      System.out.printf(
          "Turns: original %d, forks %d and %d%n",
          history.turns().size(), forks.get(0).turns().size(), forks.get(1).turns().size());
    }
  }
}
