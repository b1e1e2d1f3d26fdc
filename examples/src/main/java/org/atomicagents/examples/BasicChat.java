package org.atomicagents.examples;

import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.message.Message;

/** A chat on the console: the last ten turns are remembered, and a greeting opens it. */
public final class BasicChat {
  private BasicChat() {}

  public static void main(String... args) {
    try (var chosen = ExampleModel.choose(args)) {
      var agent = AtomicAgent.of(chosen.model());
      var greeting = new BasicChatOutput("Hello! What is on your mind?");
      var history = ChatHistory.latestTurns(10);
      history.add(ChatEntry.of(greeting, Message.assistant(agent.output().encode(greeting))));

      System.out.println("Assistant: " + greeting.chatMessage());
      var lines = new Scanner(System.in, StandardCharsets.UTF_8);
      while (lines.hasNextLine()) {
        String said = lines.nextLine().strip();
        if (said.equals("/exit")) {
          break;
        }
        if (!said.isEmpty()) {
          var answer = agent.run(new BasicChatInput(said), RunOptions.history(history));
          System.out.println("Assistant: " + answer.chatMessage());
        }
      }
      System.out.printf(
          "%d messages in %d turns%n", history.messageCount(), history.turns().size());
    }
  }
}
