package org.atomicagents.examples;

import java.util.List;
import java.util.stream.Collectors;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.chat.Turn;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;

/**
 * A long conversation whose oldest turns are replaced by a summary, which an agent writes. If the
 * summary fails, the turns are kept.
 */
public final class SummarizedConversation {
  private SummarizedConversation() {}

  @Description("The beginning of a conversation")
  record Transcript(String text) {}

  @Description("A summary of a conversation")
  record Summary(@Description("The facts and decisions that later turns may need") String text) {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var agent = AtomicAgent.of(example.model());
      var summarizer = summarizer(example.model());
      // A service leaves the executor out: the summary is then written on a thread of its own.
      var history =
          ChatHistory.builder()
              .maxTurns(4)
              .compaction(turns -> summarize(summarizer, turns), Runnable::run)
              .onCompactionFailure(failure -> System.out.println("No summary: " + failure))
              .build();

      for (int day = 1; day <= 6; day++) {
        var question = new BasicChatInput("Plan day " + day + " of a week in Porto.");
        agent.run(question, RunOptions.history(history));
        System.out.printf("Day %d: %d turns%n", day, history.turns().size());
      }
      System.out.println(history.messages().getFirst().text());
    }
  }

  private static AtomicAgent<Transcript, Summary> summarizer(Model model) {
    return AtomicAgent.builder(Transcript.class, Summary.class, model)
        .systemPrompt(
            SystemPrompt.builder()
                .background("You summarize the beginning of a conversation for its continuation.")
                .output("Keep names, numbers and decisions. Five sentences at most.")
                .build())
        .build();
  }

  private static Turn summarize(AtomicAgent<Transcript, Summary> summarizer, List<Turn> turns) {
    String text =
        turns.stream()
            .flatMap(turn -> turn.entries().stream())
            .map(entry -> entry.role() + ": " + entry.message().text())
            .collect(Collectors.joining("\n"));
    Summary summary = summarizer.run(new Transcript(text));
    return Turn.of(
        ChatEntry.of(summary, Message.user("Summary of earlier turns: " + summary.text())));
  }
}
