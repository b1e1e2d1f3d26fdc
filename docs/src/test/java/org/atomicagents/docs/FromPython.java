package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.openai.OpenAi;

public class FromPython {

  public static void main(String[] args) {
    try (var client = OpenAi.fromEnv()) {
      var prompt = SystemPrompt.builder().background("You are a helpful assistant.").build();
      var agent =
          AtomicAgent.builder(
                  BasicChatInput.class, BasicChatOutput.class, client.model("gpt-5-mini"))
              .systemPrompt(prompt)
              .build();
      var history = ChatHistory.unbounded();

      var response = agent.run(new BasicChatInput("Hello"), RunOptions.history(history));

      System.out.println(response.chatMessage());
    }
  }
}
