package org.atomicagents.examples;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;

/**
 * One question to several models: each argument names one, as in {@code
 * groq:llama-3.3-70b-versatile}, {@code ollama:llama3.2} or {@code http://host:8000/v1#name}.
 */
public final class SeveralProviders {
  private SeveralProviders() {}

  public static void main(String... args) {
    if (args.length == 0) {
      try (var usual = ExampleModel.choose()) {
        ask(usual);
      }
    }
    for (String name : args) {
      tryToAsk(name);
    }
  }

  // What one provider lacks, a key for instance, is no reason not to ask the others.
  private static void tryToAsk(String name) {
    try (var named = ExampleModel.named(name)) {
      ask(named);
    } catch (AgentException e) {
      System.out.println(name + ": " + e.getMessage());
    }
  }

  private static void ask(ExampleModel asked) {
    RunResult<BasicChatOutput> reply =
        AtomicAgent.of(asked.model())
            .call(new BasicChatInput("Name a use of a brick that few people think of."));
    System.out.printf(
        "%s, %d ms: %s%n",
        asked.model(), reply.timings().total().toMillis(), reply.output().chatMessage());
  }
}
