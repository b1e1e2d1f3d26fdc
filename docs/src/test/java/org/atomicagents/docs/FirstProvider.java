package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;

public class FirstProvider {

  public static void main(String[] args) {
    try (var groq = OpenAi.fromEnv(Provider.GROQ)) {
      var agent = AtomicAgent.of(groq.model("llama-3.3-70b-versatile"));

      System.out.println(agent.run(new BasicChatInput("hello")).chatMessage());
    }
  }
}
