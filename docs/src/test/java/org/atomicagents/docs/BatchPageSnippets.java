package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchJournal;
import org.atomicagents.batch.BatchRun;
import org.atomicagents.batch.Durability;
import org.atomicagents.batch.Outcome;
import org.atomicagents.batch.StopPolicy;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchPageSnippets {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent =
      AtomicAgent.of(client.model("some-model"));
  private final List<BasicChatInput> questions =
      List.of(new BasicChatInput("a"), new BasicChatInput("b"), new BasicChatInput("c"));
  private final List<Outcome<BasicChatOutput>> saved = new ArrayList<>();

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void firstBatch() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstBatch.class);

    assertThat(lines.get(lines.size() - 3)).startsWith("0: ");
    assertThat(lines.getLast()).startsWith("2: ");
  }

  @Test
  void linesOfAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("questions.txt"), "a\nb\nc\n");
    // @start region="lines"
    try (BufferedReader reader = Files.newBufferedReader(file);
        BatchRun<BasicChatOutput> run =
            Batch.of(agent)
                .withMaxConcurrency(20)
                .withWindow(
                    200) // read, but not yet handed out; default: four times the concurrency
                .start(reader.lines().map(BasicChatInput::new).iterator())) {
      for (Outcome<BasicChatOutput> outcome : run.inInputOrder()) { // or inCompletionOrder()
        save(outcome);
      }
    }
    // @end
    assertThat(saved).extracting(Outcome::index).containsExactly(0L, 1L, 2L);
  }

  @Test
  void stop() {
    // @start region="stop"
    var batch =
        Batch.of(agent)
            .withStopPolicy(StopPolicy.failures(100)) // or failFast(); default: collectAll()
            .withTimeout(Duration.ofHours(2));
    // @end
    assertThat(batch.run(questions)).hasSize(3);
  }

  @Test
  void history() {
    var history = ChatHistory.unbounded();
    // @start region="history"
    var batch =
        Batch.of(agent)
            .withOptions(RunOptions.history(history).withTimeout(Duration.ofSeconds(30)));
    // @end
    batch.run(questions);
    assertThat(history.messages()).isEmpty();
  }

  @Test
  void journal(@TempDir Path folder) {
    Path file = folder.resolve("questions.journal");
    // @start region="journal"
    try (var journal = BatchJournal.open(file)) {
      journal.inDoubt().forEach(item -> System.out.println("Sent again: item " + item.index()));
      for (Outcome<BasicChatOutput> outcome : Batch.of(agent).withJournal(journal).run(questions)) {
        save(outcome);
      }
    }
    // @end
    assertThat(saved).hasSize(3).noneMatch(BatchPageSnippets::isReplayed);
    saved.clear();
    try (var journal = BatchJournal.open(file)) {
      saved.addAll(Batch.of(agent).withJournal(journal).run(questions));
    }
    assertThat(saved).hasSize(3).allMatch(BatchPageSnippets::isReplayed);
    assertThat(provider.requests()).hasSize(3);
  }

  private static boolean isReplayed(Outcome<?> outcome) {
    return outcome instanceof Outcome.Success<?> success && success.isReplayed();
  }

  @Test
  void asyncJournal(@TempDir Path folder) {
    Path file = folder.resolve("questions.journal");
    // @start region="async"
    try (var journal = BatchJournal.open(file, Durability.ASYNC)) {
      Batch.of(agent).withJournal(journal).run(questions);
    }
    // @end
    assertThat(provider.requests()).hasSize(3);
  }

  @Test
  void progress() {
    // @start region="progress"
    var batch =
        Batch.of(agent)
            .withProgressListener(progress ->
                System.out.printf(
                    "%d done, %d failed, %d in flight, %.1f per second, time left: %s%n",
                    progress.done(),
                    progress.failed(),
                    progress.inFlight(),
                    progress.itemsPerSecond(),
                    progress.timeLeft().map(Duration::toString).orElse("unknown")));
    // @end
    assertThat(batch.run(questions)).hasSize(3);
  }

  private void save(Outcome<BasicChatOutput> outcome) {
    saved.add(outcome);
  }
}
