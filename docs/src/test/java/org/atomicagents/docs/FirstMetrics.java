package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.metrics.TimedAgent;
import org.atomicagents.openai.OpenAi;

public class FirstMetrics {

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var agent = TimedAgent.of(AtomicAgent.of(openAi.model("gpt-5-mini")));

      for (int i = 0; i < 10; i++) {
        agent.run(new BasicChatInput("test"));
      }

      System.out.println(agent.metrics());
    }
  }
}
