package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.chat.ChatHistory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items whose run was in progress when a process ended. */
class JournalInDoubtTest {
  @TempDir private Path folder;
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent =
      BatchAgents.agent(name -> "answer " + name);
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("batch.journal");
  }

  @Test
  void itemsInFlightAtAKillAreInDoubtAndRunAgain() throws IOException {
    var hanging = new CountDownLatch(2);
    var end = new CountDownLatch(1);
    var gated =
        BatchAgents.agent(name -> {
          if (Integer.parseInt(name) >= 3 && end.getCount() > 0) {
            hanging.countDown();
            BatchAgents.pass(end);
          }
          return name;
        });
    List<BasicChatInput> inputs = BatchAgents.inputs(6).toList();
    Path killed = folder.resolve("killed.journal");
    try (var journal = BatchJournal.open(file);
        BatchRun<BasicChatOutput> run =
            Batch.of(gated).withMaxConcurrency(2).withJournal(journal).start(inputs)) {
      BatchAgents.pass(hanging);
      Files.copy(file, killed);
      end.countDown();
      assertThat(run.inInputOrder()).hasSize(6);
    }

    try (var journal = BatchJournal.open(killed)) {
      assertThat(journal.size()).isEqualTo(3);
      assertThat(journal.inDoubt())
          .extracting(InDoubtItem::index)
          .containsExactlyInAnyOrder(3L, 4L);

      List<Outcome<BasicChatOutput>> again = Batch.of(gated).withJournal(journal).run(inputs);

      assertThat(again)
          .extracting(BatchJournalTest::isReplayed)
          .containsExactly(true, true, true, false, false, false);
      assertThat(journal.inDoubt()).isEmpty();
    }
    try (var journal = BatchJournal.open(killed)) {
      assertThat(journal.inDoubt()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itemsOfTruncatedInputsRemainInDoubt(boolean isTruncated) throws IOException {
    Path killed = killedJournal();
    Iterator<BasicChatInput> inputs = BatchAgents.inputs(3).iterator();
    var source =
        new BatchSource<BasicChatInput>() {
          @Override
          public Optional<BatchItem<BasicChatInput>> next() {
            return inputs.hasNext() ? Optional.of(BatchItem.of(inputs.next())) : Optional.empty();
          }

          @Override
          public boolean isTruncated() {
            return isTruncated;
          }
        };

    try (var journal = BatchJournal.open(killed)) {
      try (BatchRun<BasicChatOutput> run = Batch.of(agent).withJournal(journal).start(source)) {
        assertThat(run.inInputOrder()).hasSize(3);
      }

      assertThat(journal.inDoubt())
          .extracting(InDoubtItem::index)
          .isEqualTo(isTruncated ? List.of(5L) : List.of());
    }
  }

  @Test
  void itemsWithoutAConversationKeyOrHistoryAreIdentified() throws IOException {
    for (String failing : List.of("key", "open")) {
      Path killed = killedJournal();
      var batch =
          Batch.of(agent)
              .withConversations(
                  input -> failOn(failing.equals("key"), input),
                  input -> {
                    failOn(failing.equals("open"), input);
                    return ChatHistory.unbounded();
                  });
      try (var journal = BatchJournal.open(killed)) {
        batch.withJournal(journal).run(BatchAgents.inputs(3).toList());

        assertThat(journal.inDoubt()).as(failing).isEmpty();
      }
      Files.delete(killed);
    }
  }

  @Test
  void invalidInputsAreIdentified() throws IOException {
    try (var journal = BatchJournal.open(killedJournal())) {
      Batch.of(agent).withJournal(journal).run(List.of(new BasicChatInput(" ")));

      assertThat(journal.inDoubt()).isEmpty();
    }
  }

  private static BasicChatInput failOn(boolean isFailing, BasicChatInput input) {
    if (isFailing && input.equals(BatchAgents.input(1))) {
      throw new IllegalStateException("no conversation");
    }
    return input;
  }

  /** Returns a journal of six items, of which the last one is in doubt. */
  private Path killedJournal() throws IOException {
    Path killed = folder.resolve("killed.journal");
    var isHanging = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var gated =
        BatchAgents.agent(name -> {
          if (name.equals("5")) {
            isHanging.countDown();
            BatchAgents.pass(end);
          }
          return name;
        });
    try (var journal = BatchJournal.open(file);
        BatchRun<BasicChatOutput> run =
            Batch.of(gated)
                .withMaxConcurrency(1)
                .withWindow(6)
                .withJournal(journal)
                .start(BatchAgents.inputs(6).iterator())) {
      BatchAgents.pass(isHanging);
      Files.copy(file, killed);
      end.countDown();
      assertThat(run.inInputOrder()).hasSize(6);
    }
    Files.delete(file);
    return killed;
  }
}
