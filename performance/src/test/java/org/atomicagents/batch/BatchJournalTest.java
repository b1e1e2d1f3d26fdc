package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.CacheState;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.StoreException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.metrics.TimedAgent;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchJournalTest {
  @TempDir private Path folder;
  private final ScriptedModel model = BatchAgents.model(name -> "answer " + name);
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent = AtomicAgent.of(model.model());
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("batch.journal");
  }

  @ParameterizedTest
  @EnumSource
  void completeBatchIsReplayedWithoutARequest(Durability durability) {
    List<BasicChatInput> inputs = BatchAgents.inputs(50).toList();
    List<Outcome<BasicChatOutput>> first;
    try (var journal = BatchJournal.open(file, durability)) {
      first = Batch.of(agent).withJournal(journal).run(inputs);
      assertThat(journal.size()).isEqualTo(50);
      assertThat(journal.inDoubt()).isEmpty();
    }
    int requests = model.requests().size();

    try (var journal = BatchJournal.open(file, durability)) {
      List<Outcome<BasicChatOutput>> again = Batch.of(agent).withJournal(journal).run(inputs);

      assertThat(again).extracting(BatchAgents::describe).isEqualTo(describe(first));
      assertThat(again)
          .allMatch(outcome -> outcome instanceof Outcome.Success<?> s && s.isReplayed());
      assertThat(again)
          .extracting(Outcome::cost)
          .isEqualTo(first.stream().map(Outcome::cost).toList());
    }
    assertThat(requests).isEqualTo(50);
    assertThat(model.requests()).hasSize(50);
  }

  @Test
  void replayedResultHasTheMetricsOfTheRecordedRun() {
    var repaired =
        ScriptedModel.of(
            ScriptedResponse.text("{\"wrong\":1}").withUsage(Usage.of(7, 3)),
            ScriptedResponse.text("```json\n{\"chat_message\":\"é\",}\n```")
                .withUsage(Usage.of(9, 4)));
    var twice = AtomicAgent.of(repaired.model());
    List<BasicChatInput> inputs = List.of(new BasicChatInput("question"));
    RunResult<BasicChatOutput> first;
    RunResult<BasicChatOutput> again;

    try (var journal = BatchJournal.open(file)) {
      first = result(Batch.of(twice).withJournal(journal).run(inputs).getFirst());
      again = result(Batch.of(twice).withJournal(journal).run(inputs).getFirst());
    }

    assertThat(first.attempts()).isEqualTo(2);
    assertThat(first.repairs()).isNotEmpty();
    assertThat(first.cacheState()).isEqualTo(CacheState.NONE);
    assertThat(again)
        .isEqualTo(
            new RunResult<>(
                first.output(),
                first.text(),
                first.model(),
                FinishReason.STOP,
                2,
                2,
                Usage.of(16, 7),
                List.of(),
                again.timings(),
                first.requestIds(),
                first.repairs(),
                CacheState.JOURNALED));
  }

  @Test
  void onlyChangedAndAddedItemsAreRun() {
    try (var journal = BatchJournal.open(file)) {
      run(journal, "a", "b", "c");

      List<Outcome<BasicChatOutput>> again = run(journal, "new", "c", "b2", "a");

      assertThat(describe(again))
          .containsExactly("answer new", "answer c", "answer b2", "answer a");
      assertThat(again)
          .extracting(BatchJournalTest::isReplayed)
          .containsExactly(false, true, false, true);
      assertThat(model.requests()).hasSize(5);
      assertThat(describe(run(journal, "a", "b", "c"))).contains("answer b");
      assertThat(model.requests()).hasSize(5);
    }
  }

  @Test
  void failuresAreNotReplayed() {
    var isBroken = new AtomicBoolean(true);
    var failing =
        BatchAgents.agent(name -> {
          if (isBroken.get() && name.equals("b")) {
            throw new IllegalStateException("broken");
          }
          return name;
        });
    List<BasicChatInput> inputs = Stream.of("a", "b").map(BatchAgents::input).toList();
    try (var journal = BatchJournal.open(file)) {
      assertThat(describe(Batch.of(failing).withJournal(journal).run(inputs)))
          .containsExactly("a", "IllegalStateException");
      assertThat(journal.size()).isEqualTo(1);
      assertThat(journal.inDoubt()).isEmpty();
      isBroken.set(false);

      List<Outcome<BasicChatOutput>> again = Batch.of(failing).withJournal(journal).run(inputs);

      assertThat(describe(again)).containsExactly("a", "b");
      assertThat(again).extracting(BatchJournalTest::isReplayed).containsExactly(true, false);
    }
  }

  @Test
  void equalInputsAreItemsOfTheirOwn() {
    var count = new AtomicInteger();
    var counting = BatchAgents.agent(name -> name + count.incrementAndGet());
    List<BasicChatInput> inputs = Stream.of("a", "b", "a", "a").map(BatchAgents::input).toList();
    try (var journal = BatchJournal.open(file)) {
      List<String> first =
          describe(Batch.of(counting).withMaxConcurrency(1).withJournal(journal).run(inputs));
      assertThat(first).containsExactly("a1", "b2", "a3", "a4");

      assertThat(describe(Batch.of(counting).withJournal(journal).run(inputs))).isEqualTo(first);
      assertThat(
              describe(
                  Batch.of(counting)
                      .withMaxConcurrency(1)
                      .withJournal(journal)
                      .run(Stream.of("a", "a", "a", "a").map(BatchAgents::input).toList())))
          .containsExactly("a1", "a3", "a4", "a5");
    }
  }

  @Test
  void progressCountsReplayedItems() {
    var snapshots = new ArrayList<BatchProgress>();
    try (var journal = BatchJournal.open(file)) {
      run(journal, "a", "b");

      Batch.of(agent)
          .withJournal(journal)
          .withProgressListener(snapshots::add)
          .run(Stream.of("a", "b", "c").map(BatchAgents::input).toList());
    }

    assertThat(snapshots.getLast().replayed()).isEqualTo(2);
    assertThat(snapshots.getLast().done()).isEqualTo(3);
    assertThat(snapshots.getLast().usage()).isEqualTo(Usage.of(7, 3));
  }

  @Test
  void wrappedAgentsAreJournaled() {
    var timed = TimedAgent.of(agent);
    var cached = CachedAgent.of(agent, ResponseCache.create());
    for (Agent<BasicChatInput, BasicChatOutput> wrapped :
        List.<Agent<BasicChatInput, BasicChatOutput>>of(
            timed, cached, TimedAgent.of(cached), TimedAgent.of(agent).withTag("batch"))) {
      Path own = folder.resolve("journal" + wrapped.hashCode());
      List<BasicChatInput> inputs = Stream.of("x", "y", "x").map(BatchAgents::input).toList();
      try (var journal = BatchJournal.open(own)) {
        Batch.of(wrapped).withJournal(journal).run(inputs);
        int requests = model.requests().size();

        assertThat(Batch.of(wrapped).withJournal(journal).run(inputs))
            .allMatch(BatchJournalTest::isReplayed)
            .extracting(BatchAgents::describe)
            .containsExactly("answer x", "answer y", "answer x");
        assertThat(model.requests()).hasSize(requests);
      }
    }
  }

  @Test
  void agentWithoutASchemaNeedsOne() {
    Agent<BasicChatInput, BasicChatOutput> bare =
        (input, options) -> new BareRun<>(agent.prepare(input, options));
    List<BasicChatInput> inputs = List.of(BatchAgents.input("a"));
    try (var journal = BatchJournal.open(file)) {
      assertThatThrownBy(() -> Batch.of(bare).withJournal(journal).run(inputs))
          .hasMessage(
              "The runs of this agent do not have the schema of their output, which the journal"
                  + " needs.\nPass it: withJournal(journal, schema).");

      var batch = Batch.of(bare).withJournal(journal, Schema.of(BasicChatOutput.class));
      batch.run(inputs);

      assertThat(batch.run(inputs)).allMatch(BatchJournalTest::isReplayed);
      assertThat(model.requests()).hasSize(1);
    }
  }

  @Test
  void conversationsAreReplayedInOrder() {
    List<BasicChatInput> inputs = Stream.of("a", "b", "c").map(BatchAgents::input).toList();
    try (var journal = BatchJournal.open(file)) {
      ChatHistory first = ChatHistory.unbounded();
      Batch.of(agent).withConversations(input -> first).withJournal(journal).run(inputs);
      ChatHistory second = ChatHistory.unbounded();

      List<Outcome<BasicChatOutput>> again =
          Batch.of(agent).withConversations(input -> second).withJournal(journal).run(inputs);

      assertThat(again).allMatch(BatchJournalTest::isReplayed);
      assertThat(second.messages()).isEqualTo(first.messages()).hasSize(6);
    }
  }

  @Test
  void changeInAConversationDoesNotAffectEqualInputsOfOthers() {
    record Line(String conversation, String text) {}
    var count = new AtomicInteger();
    var counting = BatchAgents.agent(name -> name + count.incrementAndGet());
    Agent<Line, BasicChatOutput> chat =
        (line, options) ->
            counting.prepare(
                BatchAgents.input(Objects.requireNonNull(line, "line").text()), options);
    try (var journal = BatchJournal.open(file)) {
      var batch =
          Batch.of(chat)
              .withMaxConcurrency(1)
              .withConversations(Line::conversation, key -> ChatHistory.unbounded())
              .withJournal(journal);
      assertThat(describe(batch.run(List.of(new Line("a", "x"), new Line("b", "x")))))
          .containsExactly("x1", "x2");

      List<Outcome<BasicChatOutput>> again =
          batch.run(List.of(new Line("a", "y"), new Line("b", "x")));

      assertThat(describe(again)).containsExactly("y3", "x2");
    }
  }

  @Test
  void historyOfTheBatchIsPartOfAnItem() {
    var history = ChatHistory.unbounded();
    try (var journal = BatchJournal.open(file)) {
      run(journal, "a");
      agent.run(BatchAgents.input("before"), RunOptions.history(history));

      Batch.of(agent)
          .withOptions(RunOptions.history(history))
          .withJournal(journal)
          .run(List.of(BatchAgents.input("a")));

      assertThat(journal.size()).isEqualTo(2);
    }
  }

  @Test
  void journalIsUsedByOneExecutionAtATime() {
    var started = new CountDownLatch(1);
    var hanging =
        BatchAgents.agent(name -> {
          started.countDown();
          BatchAgents.pass(new CountDownLatch(1));
          return name;
        });
    try (var journal = BatchJournal.open(file)) {
      var batch = Batch.of(hanging).withJournal(journal);
      try (BatchRun<BasicChatOutput> run = batch.start(BatchAgents.inputs(1).iterator())) {
        BatchAgents.pass(started);

        assertThatThrownBy(() -> batch.start(BatchAgents.inputs(1).iterator()))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "The journal %s is in use by another execution of a batch.\nClose that one first, or use another journal."
                    .formatted(file));
        assertThat(run.isStopped()).isFalse();
      }
      batch.start(List.<BasicChatInput>of()).close();
    }
  }

  @Test
  void fileIsOpenOnce() {
    try (var journal = BatchJournal.open(file)) {
      assertThatThrownBy(() -> BatchJournal.open(file))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "Cannot open the journal %s: the file is open already in this process.\nClose it there first; each batch has a journal of its own."
                  .formatted(file));
      assertThat(journal.path()).isEqualTo(file);
    }
    assertThatThrownBy(() -> BatchJournal.open(folder.resolve("missing/batch.journal")))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("Check that its folder exists and can be written.");
  }

  @Test
  void closedJournalStopsItsBatch() {
    var started = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var gated =
        BatchAgents.agent(name -> {
          started.countDown();
          BatchAgents.pass(mayEnd);
          return name;
        });
    var journal = BatchJournal.open(file);
    try (BatchRun<BasicChatOutput> run =
        Batch.of(gated).withJournal(journal).start(BatchAgents.inputs(1).iterator())) {
      BatchAgents.pass(started);
      journal.close();
      mayEnd.countDown();

      assertThatThrownBy(() -> run.inInputOrder().forEach(outcome -> {}))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith(
              "Cannot write the journal %s: the store is closed.".formatted(file));
      assertThat(run.stopReason()).contains(StopReason.JOURNAL);
    }
    assertThatThrownBy(() -> Batch.of(agent).withJournal(journal).run(List.of()))
        .hasMessage(
            "The journal %s is closed.\nOpen it again, and close it after the batch."
                .formatted(file));
  }

  @Test
  void interruptedBatchIsContinued() {
    var mayContinue = new AtomicBoolean();
    var gated =
        BatchAgents.agent(name -> {
          if (!mayContinue.get() && Integer.parseInt(name) >= 10) {
            BatchAgents.pass(new CountDownLatch(1));
          }
          return name;
        });
    List<BasicChatInput> inputs = BatchAgents.inputs(30).toList();
    try (var journal = BatchJournal.open(file)) {
      var batch = Batch.of(gated).withWindow(30).withJournal(journal);
      try (BatchRun<BasicChatOutput> run = batch.start(inputs)) {
        Iterator<Outcome<BasicChatOutput>> outcomes = run.inCompletionOrder().iterator();
        for (int i = 0; i < 10; i++) {
          assertThat(outcomes.next()).isInstanceOf(Outcome.Success.class);
        }
      }
      assertThat(journal.size()).isEqualTo(10);
      assertThat(journal.inDoubt()).isEmpty();
      mayContinue.set(true);

      List<Outcome<BasicChatOutput>> all = batch.run(inputs);

      assertThat(describe(all))
          .isEqualTo(IntStream.range(0, 30).mapToObj(Integer::toString).toList());
      assertThat(all).filteredOn(BatchJournalTest::isReplayed).hasSize(10);
    }
  }

  private List<Outcome<BasicChatOutput>> run(BatchJournal journal, String... names) {
    return Batch.of(agent)
        .withMaxConcurrency(2)
        .withJournal(journal)
        .run(Stream.of(names).map(BatchAgents::input).toList());
  }

  static boolean isReplayed(Outcome<?> outcome) {
    return outcome instanceof Outcome.Success<?> success && success.isReplayed();
  }

  private static <O> RunResult<O> result(Outcome<O> outcome) {
    return ((Outcome.Success<O>) outcome).result();
  }

  private static List<String> describe(List<Outcome<BasicChatOutput>> outcomes) {
    return outcomes.stream().map(BatchAgents::describe).toList();
  }
}
