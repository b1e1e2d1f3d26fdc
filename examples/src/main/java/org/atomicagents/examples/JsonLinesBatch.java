package org.atomicagents.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchJournal;
import org.atomicagents.batch.BatchRun;
import org.atomicagents.batch.JsonLinesReader;
import org.atomicagents.batch.JsonLinesWriter;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;

/**
 * A JSON Lines file whose lines are sorted by an agent, with a malformed line and a journal: the
 * second execution sends no request for results of the first one.
 */
public final class JsonLinesBatch {
  private JsonLinesBatch() {}

  @Description("A message from a customer")
  record Mail(@Description("The text of the message") String text) {}

  enum Area {
    LOGIN,
    BILLING,
    OTHER
  }

  @Description("The part of the product that a message is about")
  record Topic(Area area) {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      Path folder = Files.createTempDirectory("atomic-agents");
      Path in = Files.write(folder.resolve("mails.jsonl"), lines());
      run(example.model(), folder, in);
      run(example.model(), folder, in);
      Files.readAllLines(folder.resolve("topics.jsonl")).subList(0, 3).forEach(System.out::println);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Model model, Path folder, Path in) {
    var agent = AtomicAgent.of(Mail.class, Topic.class, model);
    try (var journal = BatchJournal.open(folder.resolve("topics.journal"));
        BatchRun<Topic> run =
            Batch.of(agent)
                .withMaxConcurrency(10)
                .withJournal(journal)
                .start(JsonLinesReader.open(in, agent.input()).counted());
        var out = JsonLinesWriter.overwrite(folder.resolve("topics.jsonl"), agent.output())) {
      run.inInputOrder().forEach(out::write);
      System.out.printf(
          "%d lines, failed: %d, from the journal: %d%n",
          run.progress().done(), run.progress().failed(), run.progress().replayed());
    }
  }

  private static List<String> lines() {
    return IntStream.range(0, 50)
        .mapToObj(i -> i == 1 ? "{\"text\": 7}" : "{\"text\": \"I cannot pay invoice " + i + ".\"}")
        .toList();
  }
}
