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

/** A console chat that starts with a greeting and remembers the latest ten turns. */
public final class BasicChat {
  private BasicChat() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var agent = AtomicAgent.of(example.model());
      var greeting = new BasicChatOutput("Hello! How can I help you?");
      var history = ChatHistory.latestTurns(10);
      history.add(ChatEntry.of(greeting, Message.assistant(agent.output().encode(greeting))));

      System.out.println("Assistant: " + greeting.chatMessage());
      var lines = new Scanner(System.in, StandardCharsets.UTF_8);
      while (lines.hasNextLine()) {
        String input = lines.nextLine().strip();
        if (input.equals("/exit")) {
          break;
        }
        if (!input.isEmpty()) {
          var output = agent.run(new BasicChatInput(input), RunOptions.history(history));
          System.out.println("Assistant: " + output.chatMessage());
        }
      }
      System.out.printf(
          "%d messages in %d turns%n", history.messageCount(), history.turns().size());
    }
  }
}
