package org.atomicagents.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

/**
 * A batch with a journal that ends after ten outcomes, and is resumed without repeated requests.
 */
public final class ResumedBatch {
  private ResumedBatch() {}

  public static void main(String... args) {
    Path file = temporaryFile();
    List<BasicChatInput> questions =
        IntStream.range(0, 30).mapToObj(i -> new BasicChatInput("Question " + i)).toList();
    try (var example = ExampleModel.select(args)) {
      var batch = Batch.of(AtomicAgent.of(example.model()));
      try (var journal = BatchJournal.open(file);
          BatchRun<BasicChatOutput> run = batch.withJournal(journal).start(questions)) {
        var outcomes = run.inInputOrder().iterator();
        for (int i = 0; i < 10; i++) {
          outcomes.next();
        }
        // Leaving the block cancels the items in flight, as an exception would.
      }
      // As in a process of its own, after a kill for example.
      try (var journal = BatchJournal.open(file)) {
        System.out.println("Results in the journal: " + journal.size());
        List<Outcome<BasicChatOutput>> all = batch.withJournal(journal).run(questions);
        System.out.println("Replayed: " + all.stream().filter(ResumedBatch::isReplayed).count());
        System.out.println("Complete: " + journal.size());
      }
    }
  }

  private static boolean isReplayed(Outcome<?> outcome) {
    return outcome instanceof Outcome.Success<?> success && success.isReplayed();
  }

  private static Path temporaryFile() {
    try {
      return Files.createTempDirectory("batch").resolve("questions.journal");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
