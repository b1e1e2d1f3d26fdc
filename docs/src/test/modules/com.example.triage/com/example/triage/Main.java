package com.example.triage;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;

/** An application in its own module, which opens its records to core. */
public final class Main {
  private Main() {}

  @Description("What to do with a letter")
  record Triage(@Description("From 1 to 5") int urgency, String team) {}

  public static void main(String... args) {
    try (var openAi = OpenAi.fromEnv()) {
      var agent = AtomicAgent.of(BasicChatInput.class, Triage.class, openAi.model("gpt-5-mini"));
      System.out.println(agent.run(new BasicChatInput("The lamp is broken.")));
    }
  }
}
