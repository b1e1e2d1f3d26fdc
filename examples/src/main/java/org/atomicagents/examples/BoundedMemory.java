package org.atomicagents.examples;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.Turn;
import org.atomicagents.model.TokenCounter;

/**
 * A conversation with limits: it keeps four turns, the first one is pinned, evicted turns go to an
 * archive, and a request has at most 6,000 tokens.
 */
public final class BoundedMemory {
  private static final List<String> QUESTIONS =
      List.of(
          "My name is Ada, and I am allergic to nuts.",
          "Suggest a starter.",
          "Suggest a main course.",
          "Suggest a dessert.",
          "Which wine goes with it?",
          "What is my name?");

  private BoundedMemory() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var agent =
          AtomicAgent.builder(example.model())
              .limits(RunLimits.defaults().withMaxContextTokens(6_000))
              .build();
      var archive = new ArrayList<Turn>();
      var history =
          ChatHistory.builder()
              .maxTurns(4)
              .maxTokens(4_000, TokenCounter.heuristic())
              .onEviction(archive::addAll)
              .build();

      for (String question : QUESTIONS) {
        var output = agent.run(new BasicChatInput(question), RunOptions.history(history));
        System.out.println(question + " -> " + output.chatMessage());
        if (history.turns().size() == 1) {
          history.pin(history.currentTurn().orElseThrow());
        }
      }
      System.out.println("Kept: " + questions(history.turns()));
      System.out.println("Archived: " + questions(archive));
    }
  }

  private static List<String> questions(List<Turn> turns) {
    return turns.stream()
        .map(turn -> turn.entries().getFirst().value())
        .map(value -> value instanceof BasicChatInput input ? input.chatMessage() : "")
        .toList();
  }
}
