package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.pool.AgentPool;

public class FirstAgentPool {
  enum Role {
    CHAT,
    ANALYSIS
  }

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv();
        var agents =
            AgentPool.of((Role role) ->
                AtomicAgent.builder(openAi.model("gpt-5-mini"))
                    .systemPrompt(SystemPrompt.builder().background("Your task: " + role).build())
                    .build())) {

      var chat = agents.get(Role.CHAT); // built here; ANALYSIS is not built
      System.out.println(chat.run(new BasicChatInput("Why is the sky blue?")).chatMessage());
      System.out.println(agents.size() + " agent");
    }
  }
}
