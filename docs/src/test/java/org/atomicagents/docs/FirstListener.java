package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.openai.OpenAi;

public class FirstListener {

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var listeners =
          Listeners.none()
              .with(AgentEvent.RequestRetried.class, e -> System.out.println("retry " + e.retry()))
              .with(AgentEvent.RunCompleted.class, FirstListener::print);
      var agent =
          AtomicAgent.builder(openAi.model("gpt-5-mini")).name("chat").listeners(listeners).build();

      agent.run(new BasicChatInput("hello"));
    }
  }

  private static void print(AgentEvent.RunCompleted completed) {
    System.out.println(completed.agent() + ": " + completed.usage().totalTokens() + " tokens");
    System.out.println(completed.timings());
  }
}
