package org.atomicagents.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchReAsk;
import org.atomicagents.batch.Outcome;
import org.atomicagents.batch.ProviderBatch;
import org.atomicagents.batch.SubmittedBatch;

/**
 * A batch that the provider processes within hours at half the price, resumed by another process.
 *
 * <p>With {@code --reference FILE}, the first run submits the batch and ends; a later run, with the
 * same file, waits for the batch and prints its outcomes. Without it, both happen in one run.
 */
public final class HalfPriceBatch {
  private static final List<BasicChatInput> QUESTIONS =
      IntStream.range(0, 12).mapToObj(i -> new BasicChatInput("Question " + i)).toList();

  private HalfPriceBatch() {}

  public static void main(String... args) {
    int flag = List.of(args).indexOf("--reference");
    boolean isNamed = flag >= 0 && flag + 1 < args.length;
    Path file = isNamed ? Path.of(args[flag + 1]) : temporaryFile();
    boolean isSubmitted = Files.exists(file);
    try (var example = ExampleModel.select(args)) {
      if (!isSubmitted) {
        submit(example, file);
      }
      if (isSubmitted || !isNamed) {
        fetch(example, file);
      }
    }
  }

  private static void submit(ExampleModel example, Path file) {
    var batch = Batch.of(AtomicAgent.of(example.model()));
    // If this process is killed here, the next one continues with what the file contains.
    SubmittedBatch submitted = batch.submit(QUESTIONS, example.batches(), file);
    System.out.println("Submitted: " + submitted.requests() + " requests");
  }

  private static void fetch(ExampleModel example, Path file) {
    ProviderBatch<BasicChatInput, BasicChatOutput> batch =
        Batch.of(AtomicAgent.of(example.model()))
            .resume(SubmittedBatch.parse(read(file)), QUESTIONS, example.batches())
            .withReAsk(BatchReAsk.LIVE); // invalid responses are re-asked at once
    System.out.println("State: " + batch.await(Duration.ofHours(24)).state());
    for (Outcome<BasicChatOutput> outcome : batch.outcomes()) {
      switch (outcome) {
        case Outcome.Success<BasicChatOutput> success ->
            System.out.println(success.index() + ": " + success.output().chatMessage());
        case Outcome.Failure<BasicChatOutput> failure ->
            System.out.println(failure.index() + " failed: " + failure.failure().getMessage());
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryFile() {
    try {
      return Files.createTempDirectory("batch").resolve("questions.batch.json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
