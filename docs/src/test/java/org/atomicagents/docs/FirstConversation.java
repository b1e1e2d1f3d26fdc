package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.openai.OpenAi;

public class FirstConversation {

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var agent = AtomicAgent.of(openAi.model("gpt-5-mini"));
      var history = ChatHistory.latestTurns(10);

      agent.run(new BasicChatInput("My name is Ada."), RunOptions.history(history));
      var output = agent.run(new BasicChatInput("What is my name?"), RunOptions.history(history));

      System.out.println(output.chatMessage());
      System.out.println(history.messageCount() + " messages");
    }
  }
}
