package org.atomicagents.docs;

import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.openai.OpenAi;

public class FirstMemory {

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var agent = AtomicAgent.of(openAi.model("gpt-5-mini"));
      var history =
          ChatHistory.builder()
              .maxTurns(20)
              .maxTokens(8_000, TokenCounter.heuristic())
              .maxAge(Duration.ofHours(2))
              .build();

      agent.run(new BasicChatInput("My name is Ada."), RunOptions.history(history));
      history.pin(history.currentTurn().orElseThrow()); // never evicted
      var output = agent.run(new BasicChatInput("What is my name?"), RunOptions.history(history));

      System.out.println(output.chatMessage());
      System.out.println(history.turns().size() + " turns");
    }
  }
}
