package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.InMemoryConversationStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchSnippets {
  private final List<String> saved = new ArrayList<>();

  @Test
  void run() {
    var agent = BatchAgents.agent(name -> name);
    List<BasicChatInput> questions = BatchAgents.inputs(3).toList();
    // @start region="run"
    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(agent).withMaxConcurrency(20).run(questions); // in the order of the inputs
    // @end
    assertThat(outcomes).hasSize(3);
  }

  @Test
  void outcomes() {
    var agent = BatchAgents.agent(name -> name);
    var questions = BatchAgents.inputs(3).iterator();
    // @start region="outcomes"
    try (BatchRun<BasicChatOutput> run = Batch.of(agent).start(questions)) {
      for (Outcome<BasicChatOutput> outcome : run.inInputOrder()) {
        switch (outcome) {
          case Outcome.Success<BasicChatOutput> success ->
              save(success.index(), success.output().chatMessage());
          case Outcome.Failure<BasicChatOutput> failure ->
              save(failure.index(), failure.failure().getMessage());
        }
      }
    }
    // @end
    assertThat(saved).containsExactly("0: 0", "1: 1", "2: 2");
  }

  @Test
  void journal(@TempDir Path folder) {
    var agent = BatchAgents.agent(name -> name);
    List<BasicChatInput> questions = BatchAgents.inputs(3).toList();
    Path file = folder.resolve("questions.journal");
    List<Outcome<BasicChatOutput>> outcomes;
    // @start region="journal"
    try (var journal = BatchJournal.open(file)) {
      outcomes = Batch.of(agent).withJournal(journal).run(questions); // continues after a kill
    }
    // @end
    assertThat(outcomes).hasSize(3);
  }

  @Test
  void lines(@TempDir Path folder) throws IOException {
    var agent = BatchAgents.agent(name -> name);
    Path in =
        Files.writeString(
            folder.resolve("questions.jsonl"), "{\"chat_message\":\"<a>\"}\n{\"chat\n");
    Path out = folder.resolve("answers.jsonl");
    // @start region="lines"
    try (BatchRun<BasicChatOutput> run =
            Batch.of(agent).start(JsonLinesReader.open(in, agent.input()));
        JsonLinesWriter<BasicChatOutput> writer = JsonLinesWriter.create(out, agent.output())) {
      run.inInputOrder().forEach(writer::write);
    }
    // @end
    assertThat(Files.readAllLines(out)).hasSize(2);
  }

  @Test
  void submit(@TempDir Path folder) throws IOException {
    var agent = BatchAgents.agent(name -> name);
    List<BasicChatInput> questions = BatchAgents.inputs(3).toList();
    var client = InMemoryBatches.echo();
    Path file = folder.resolve("questions.batch.json");
    // @start region="submit"
    SubmittedBatch submitted = Batch.of(agent).submit(questions, client);
    Files.writeString(file, submitted.toJson()); // for another process, or tomorrow
    // @end
    List<Outcome<BasicChatOutput>> outcomes;
    // @start region="resume"
    var reference = SubmittedBatch.parse(Files.readString(file));
    ProviderBatch<BasicChatInput, BasicChatOutput> batch =
        Batch.of(agent).resume(reference, questions, client);
    batch.await(Duration.ofHours(24));
    outcomes = batch.outcomes();
    // @end
    assertThat(outcomes).extracting(BatchAgents::describe).containsExactly("0", "1", "2");
  }

  @Test
  void conversations() {
    var agent = BatchAgents.agent(name -> name);
    List<BasicChatInput> messages = BatchAgents.inputs(3).toList();
    var tenant = "acme";
    try (var store = new InMemoryConversationStore()) {
      // @start region="conversations"
      Batch.of(agent)
          .withConversations(
              BatchSnippets::customer,
              customer -> ChatHistory.stored(store, new ConversationKey(tenant, customer)))
          .run(messages);
      // @end
      assertThat(store.list(tenant)).hasSize(1);
    }
  }

  private static String customer(BasicChatInput message) {
    return "customer-" + message.chatMessage().length();
  }

  private void save(long index, String text) {
    saved.add(index + ": " + text);
  }
}
