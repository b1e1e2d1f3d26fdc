package org.atomicagents.examples;

import java.net.URI;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.AtomicAgentBuilder;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.model.AgentEvent.RunEscalated;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.routing.FallbackAgent;

/** Two agents: the provider of the first one is down, so the second one answers. */
public final class FallbackChain {
  private static final URI NOWHERE = URI.create("http://localhost:1/v1");

  private FallbackChain() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args);
        var down = OpenAi.at(NOWHERE)) {
      Agent<BasicChatInput, BasicChatOutput> first =
          agent("first", AtomicAgent.builder(down.model("any").withRetry(RetryPolicy.none())));
      Agent<BasicChatInput, BasicChatOutput> second =
          agent("second", AtomicAgent.builder(example.model()));
      var question = new BasicChatInput("Why is the sky blue?");
      var options =
          RunOptions.defaults()
              .withListener(event -> {
                if (event instanceof RunEscalated next) {
                  System.out.println(
                      next.from() + " failed: " + next.reasons() + ", next: " + next.to());
                }
              });

      RunResult<BasicChatOutput> result = FallbackAgent.of(first, second).call(question, options);
      System.out.println(result.output().chatMessage());
      System.out.println("Requests: " + result.requests());

      try {
        FallbackAgent.of(first, first).run(question);
      } catch (AllModelsFailedException e) {
        System.out.println("All failed: " + e.causes().size() + " causes");
      }
    }
  }

  private static Agent<BasicChatInput, BasicChatOutput> agent(
      String name, AtomicAgentBuilder<BasicChatInput, BasicChatOutput> builder) {
    return builder.name(name).build();
  }
}
