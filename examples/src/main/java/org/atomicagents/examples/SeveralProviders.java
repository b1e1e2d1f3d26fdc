package org.atomicagents.examples;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.Reply;
import org.atomicagents.RunOptions;
import org.atomicagents.model.AgentException;

/**
 * One agent, one question, several models: each argument names one, as in {@code
 * groq:llama-3.3-70b-versatile}, {@code ollama:llama3.2} or {@code http://host:8000/v1#name}.
 */
public final class SeveralProviders {
  private SeveralProviders() {}

  public static void main(String... args) {
    try (var usual = args.length == 0 ? ExampleModel.choose() : ExampleModel.named(args[0])) {
      var agent = AtomicAgent.of(usual.model());
      ask(agent, usual);
      for (String name : List.of(args).subList(Math.min(1, args.length), args.length)) {
        tryToAsk(agent, name);
      }
    }
  }

  // What one provider lacks, a key for instance, is no reason not to ask the others.
  private static void tryToAsk(AtomicAgent<BasicChatInput, BasicChatOutput> agent, String name) {
    try (var other = ExampleModel.named(name)) {
      ask(agent, other);
    } catch (AgentException e) {
      System.out.println(name + ": " + e.getMessage());
    }
  }

  private static void ask(AtomicAgent<BasicChatInput, BasicChatOutput> agent, ExampleModel asked) {
    var question = new BasicChatInput("Name a use of a brick that few people think of.");
    Reply<BasicChatOutput> reply =
        agent.reply(question, RunOptions.defaults().withModel(asked.model()));
    System.out.printf(
        "%s, %d ms: %s%n",
        asked.model(), reply.timings().total().toMillis(), reply.output().chatMessage());
  }
}
