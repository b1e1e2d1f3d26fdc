package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.openai.OpenAi;

public class FirstLimit {
  public static void main(String[] args) {
    var limit = RateLimit.perMinute(600).inputTokens(60_000).outputTokens(20_000).build();

    try (var openAi = OpenAi.fromEnv()) {
      var agent = AtomicAgent.builder(openAi.model("gpt-5-mini").with(limit)).build();

      var result = agent.call(new BasicChatInput("Why is the sky blue?"));
      System.out.println(result.output().chatMessage());
      System.out.println(limit.status().inFlight() + " in flight");
    }
  }
}
