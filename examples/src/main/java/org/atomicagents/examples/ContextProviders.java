package org.atomicagents.examples;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.chat.ContextProvider;
import org.atomicagents.chat.SystemPrompt;

/** A system prompt in sections, with what is known at the time: a clock, and notes that grow. */
public final class ContextProviders {
  private ContextProviders() {}

  public static void main(String... args) {
    List<String> notes = new CopyOnWriteArrayList<>();
    var prompt =
        SystemPrompt.builder()
            .background("You are the concierge of a small hotel in Lisbon.")
            .steps("Read the notes on the guest.", "Answer what was asked.")
            .output("Two sentences at most.")
            .provider("notes", ContextProvider.of("Notes", () -> String.join("\n", notes)))
            .provider("clock", ContextProvider.ofVolatile("Time", () -> Instant.now().toString()))
            .build();

    try (var chosen = ExampleModel.choose(args)) {
      var agent = AtomicAgent.builder(chosen.model()).systemPrompt(prompt).build();
      var question = new BasicChatInput("Where shall we have dinner tonight?");

      System.out.println("Without notes: " + agent.run(question).chatMessage());
      notes.add("- The guest is a vegetarian.");
      System.out.println("With a note: " + agent.run(question).chatMessage());
      System.out.println("\nThe prompt is now:\n" + prompt.render().text());

      var forgetful = agent.withSystemPrompt(prompt.withoutProvider("notes"));
      System.out.println("\nA copy without the notes: " + forgetful.systemPrompt());
    }
  }
}
