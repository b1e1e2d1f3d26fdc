package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
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
import org.atomicagents.batch.BatchReAsk;
import org.atomicagents.batch.BatchRun;
import org.atomicagents.batch.Durability;
import org.atomicagents.batch.JsonLinesReader;
import org.atomicagents.batch.JsonLinesWriter;
import org.atomicagents.batch.Outcome;
import org.atomicagents.batch.ProviderBatch;
import org.atomicagents.batch.StopPolicy;
import org.atomicagents.batch.SubmittedBatch;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.InMemoryConversationStore;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.batch.BatchStatus;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.testing.BatchPlan;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchPageSnippets {
  private final SimulatedProvider provider =
      SimulatedProvider.builder().batches(BatchPlan.ofDefaults().withPolls(1)).start();
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
            .withStopPolicy(
                StopPolicy.errorRate(
                    0.1, 50)) // or failures(100), failFast(); default: collectAll()
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
                    "%d done, %d failed, %d in flight, %.1f per second, left: %s, cost: %s%n",
                    progress.done(),
                    progress.failed(),
                    progress.inFlight(),
                    progress.itemsPerSecond(),
                    progress.timeLeft().map(Duration::toString).orElse("unknown"),
                    progress.cost().map(BigDecimal::toPlainString).orElse("unknown")));
    // @end
    assertThat(batch.run(questions)).hasSize(3);
  }

  @Test
  void jsonLines(@TempDir Path folder) throws IOException {
    Path in = Files.writeString(folder.resolve("in.jsonl"), "{\"chat_message\":\"a\"}\n{]\n");
    Path out = folder.resolve("out.jsonl");
    // @start region="jsonLines"
    try (BatchRun<BasicChatOutput> run =
            Batch.of(agent)
                .withMaxConcurrency(20)
                .start(JsonLinesReader.open(in, agent.input()).counted());
        JsonLinesWriter<BasicChatOutput> writer = JsonLinesWriter.create(out, agent.output())) {
      for (Outcome<BasicChatOutput> outcome : run.inInputOrder()) {
        writer.write(outcome);
      }
    }
    // @end
    assertThat(Files.readAllLines(out).getLast()).contains(in + ":2:2: invalid JSON: ");
  }

  @Test
  void conversations() {
    List<BasicChatInput> messages = questions;
    try (var store = new InMemoryConversationStore()) {
      // @start region="conversations"
      var batch =
          Batch.of(agent)
              .withConversations(
                  message -> customerOf(message),
                  customer -> ChatHistory.stored(store, new ConversationKey("acme", customer)));
      // @end
      assertThat(batch.run(messages)).hasSize(3);
      assertThat(store.list("acme")).hasSize(3);
    }
  }

  @Test
  void cost() {
    var prices = TokenRates.of(new BigDecimal("0.25"), new BigDecimal("2"));
    var model = client.model("some-model");
    // @start region="cost"
    var priced =
        model.withCatalog(
            ModelCatalog.of(
                List.of(
                    ModelProfile.ofPrices(
                        model.client().provider(), model.name(), Prices.ofDollars(prices)))));
    var batch = Batch.of(agent.withModel(priced)).withMaxCost(new BigDecimal("2.50"));
    // @end
    assertThat(batch.run(questions)).allMatch(outcome -> outcome.cost().isPresent());
  }

  private static String customerOf(BasicChatInput message) {
    return "customer-" + message.chatMessage();
  }

  @Test
  void submitAndResume(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("questions.batch.json");
    // @start region="submit"
    SubmittedBatch submitted = Batch.of(agent).submit(questions, client.batches(), file);
    System.out.println(submitted.requests() + " requests in " + submitted.batches());
    // @end
    // @start region="resume"
    ProviderBatch<BasicChatInput, BasicChatOutput> batch =
        Batch.of(agent)
            .resume(
                SubmittedBatch.parse(Files.readString(file)), // in any process, hours later
                questions,
                client.batches());
    BatchStatus status = batch.poll(); // or wait for the end:
    batch.await(Duration.ofHours(24));
    for (Outcome<BasicChatOutput> outcome : batch.outcomes()) {
      save(outcome);
    }
    // @end
    assertThat(status.total()).isEqualTo(3);
    assertThat(saved).hasSize(3).allMatch(Outcome.Success.class::isInstance);
  }

  @Test
  void followUps(@TempDir Path folder) {
    Path file = folder.resolve("questions.batch.json");
    SubmittedBatch submitted = Batch.of(agent).submit(questions, client.batches(), file);
    // @start region="follow-up"
    ProviderBatch<BasicChatInput, BasicChatOutput> batch =
        Batch.of(agent)
            .resume(submitted, questions, client.batches())
            .withReAsk(BatchReAsk.FOLLOW_UP);
    do {
      batch.await(Duration.ofHours(24));
    } while (batch.submitFollowUp(file).isPresent());
    List<Outcome<BasicChatOutput>> outcomes = batch.outcomes();
    // @end
    assertThat(outcomes).hasSize(3).allMatch(Outcome.Success.class::isInstance);
  }

  private void save(Outcome<BasicChatOutput> outcome) {
    saved.add(outcome);
  }
}
