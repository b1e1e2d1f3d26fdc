package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.resilience.CircuitBreaker;
import org.atomicagents.resilience.ModelChain;

public class FirstFallback {
  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var breaker = CircuitBreaker.ofDefaults();
      var model =
          ModelChain.of(openAi.model("gpt-5"))
              .withFallback(openAi.model("gpt-5-mini"))
              .withRetry(RetryPolicy.ofDefaults())
              .withCircuitBreaker(breaker)
              .toModel();
      var agent = AtomicAgent.of(model);

      var result = agent.call(new BasicChatInput("Why is the sky blue?"));
      System.out.println(result.output().chatMessage());
      System.out.println(breaker.state(model));
    }
  }
}
