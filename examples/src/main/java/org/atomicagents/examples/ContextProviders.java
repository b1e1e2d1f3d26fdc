package org.atomicagents.examples;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.chat.ContextProvider;
import org.atomicagents.chat.SystemPrompt;

/** A system prompt in sections with dynamic context: the current time, and a list of notes. */
public final class ContextProviders {
  private ContextProviders() {}

  public static void main(String... args) {
    List<String> notes = new CopyOnWriteArrayList<>();
    var prompt =
        SystemPrompt.builder()
            .background("You are the concierge of a small hotel in Lisbon.")
            .steps("Read the notes on the guest.", "Answer the question.")
            .output("Two sentences at most.")
            .provider("notes", ContextProvider.of("Notes", () -> String.join("\n", notes)))
            .provider("clock", ContextProvider.ofVolatile("Time", () -> Instant.now().toString()))
            .build();

    try (var example = ExampleModel.select(args)) {
      var agent = AtomicAgent.builder(example.model()).systemPrompt(prompt).build();
      var question = new BasicChatInput("Where shall we have dinner tonight?");

      System.out.println("Without notes: " + agent.run(question).chatMessage());
      notes.add("- The guest is a vegetarian.");
      System.out.println("With a note: " + agent.run(question).chatMessage());
      System.out.println("\nThe prompt is now:\n" + prompt.render().text());

      var withoutNotes = agent.withSystemPrompt(prompt.withoutProvider("notes"));
      System.out.println("\nA copy without the notes: " + withoutNotes.systemPrompt());
    }
  }
}
