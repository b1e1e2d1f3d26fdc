package org.atomicagents.examples.providers;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.examples.ExampleModel;

/**
 * Sends one question to several models. Each argument names a model, as in {@code
 * groq:llama-3.3-70b-versatile}, {@code ollama:llama3.2} or {@code http://host:8000/v1#name}.
 */
public final class SeveralProviders {
  private SeveralProviders() {}

  public static void main(String... args) {
    if (args.length == 0) {
      try (var selected = ExampleModel.select()) {
        ask(selected);
      }
    }
    for (String name : args) {
      tryAsk(name);
    }
  }

  // A failure of one provider, such as a missing key, does not affect the others.
  private static void tryAsk(String name) {
    try (var named = ExampleModel.named(name)) {
      ask(named);
    } catch (AgentException e) {
      System.out.println(name + ": " + e.getMessage());
    }
  }

  private static void ask(ExampleModel example) {
    RunResult<BasicChatOutput> result =
        AtomicAgent.of(example.model())
            .call(new BasicChatInput("Name a use of a brick that few people think of."));
    System.out.printf(
        "%s, %d ms: %s%n",
        example.model(), result.timings().total().toMillis(), result.output().chatMessage());
  }
}
