package org.atomicagents.benchmarks.kill;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchJournal;
import org.atomicagents.batch.BatchRun;
import org.atomicagents.batch.Outcome;
import org.atomicagents.openai.OpenAi;

/**
 * A process that runs a batch with a journal, and prints each outcome when it is handed out; its
 * arguments are the URL of the provider, the file, the number of items and the concurrency.
 */
final class KillableBatch {
  /** The first word of the line of a result that was replayed. */
  static final String REPLAYED = "replayed";

  /** The first word of the line of a result of the process itself. */
  static final String NEW = "new";

  private KillableBatch() {}

  public static void main(String[] arguments) {
    try (var client = OpenAi.at(URI.create(arguments[0]));
        var journal = BatchJournal.open(Path.of(arguments[1]));
        BatchRun<BasicChatOutput> run =
            batch(client, Integer.parseInt(arguments[3]))
                .withJournal(journal)
                .start(inputs(Integer.parseInt(arguments[2])))) {
      for (Outcome<BasicChatOutput> outcome : run.inCompletionOrder()) {
        boolean isReplayed = outcome instanceof Outcome.Success<?> s && s.isReplayed();
        System.out.println(
            (isReplayed ? REPLAYED : NEW) + " " + outcome.index() + " " + text(outcome));
      }
    }
  }

  static Batch<BasicChatInput, BasicChatOutput> batch(OpenAi client, int concurrency) {
    return Batch.of(AtomicAgent.of(client.model("gpt-5-mini"))).withMaxConcurrency(concurrency);
  }

  static List<BasicChatInput> inputs(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new BasicChatInput("What is the story of number <" + i + ">?"))
        .toList();
  }

  /** Returns the output and the metrics that a replay repeats, in one line. */
  static String text(Outcome<BasicChatOutput> outcome) {
    return switch (outcome) {
      case Outcome.Success<BasicChatOutput> success ->
          (success.output().chatMessage() + " " + success.result().usage()).replace('\n', ' ');
      case Outcome.Failure<BasicChatOutput> failure -> "failed: " + failure.failure();
    };
  }
}
