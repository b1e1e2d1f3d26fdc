package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.error.StoreException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals that were cut or changed after their results were recorded. */
class JournalDamageTest {
  private static final int HEADER = 64;
  private static final List<BasicChatInput> INPUTS =
      Stream.of("a", "b", "c", "d").map(BatchAgents::input).toList();

  @TempDir private Path folder;
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent =
      BatchAgents.agent(name -> name);
  private byte[] afterKill;
  private byte[] afterClose;

  @BeforeEach
  void recordResults() throws IOException {
    Path file = folder.resolve("batch.journal");
    try (var journal = BatchJournal.open(file)) {
      Batch.of(agent).withJournal(journal).run(INPUTS);
      afterKill = Files.readAllBytes(file);
    }
    afterClose = Files.readAllBytes(file);
  }

  @Test
  void everyCutIsReported() {
    for (byte[] original : List.of(afterKill, afterClose)) {
      for (int length = 0; length < original.length; length++) {
        byte[] cut = Arrays.copyOf(original, length);

        assertThatThrownBy(() -> replayed(cut))
            .as("cut at byte %d of %d", length, original.length)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("damaged at byte " + length + ": the file ends")
            .hasMessageContaining("copy.journal");
      }
    }
  }

  @Test
  void everyChangedByteIsReportedOrHasNoEffect() throws IOException {
    long seed = System.nanoTime();
    System.out.println("JournalDamageTest seed " + seed);
    var random = new Random(seed);
    for (int position = 0; position < afterClose.length; position++) {
      byte[] bytes = afterClose.clone();
      bytes[position] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(replayed(bytes)).as("seed %d, byte %d", seed, position).isEqualTo(4);
        assertThat(position).as("seed %d: only spare bytes", seed).isLessThan(HEADER);
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining("damaged at byte ");
      }
    }
  }

  @Test
  void incompleteRecordAtTheEndIsCutOff() throws IOException {
    byte[] record = Arrays.copyOfRange(afterKill, HEADER, afterKill.length);
    for (int length = 1; length < 100; length++) {
      byte[] torn = Arrays.copyOf(afterKill, afterKill.length + length);
      System.arraycopy(record, 0, torn, afterKill.length, length);

      assertThat(replayed(torn)).as("%d bytes", length).isEqualTo(4);
    }
  }

  @Test
  void cutOfAnAsyncJournalLosesNoEarlierResult() throws IOException {
    Path file = folder.resolve("async.journal");
    byte[] bytes;
    long[] ends = new long[INPUTS.size() + 1];
    try (var journal = BatchJournal.open(file, Durability.ASYNC)) {
      for (int i = 0; i < INPUTS.size(); i++) {
        Batch.of(agent).withJournal(journal).run(INPUTS.subList(0, i + 1));
        ends[i + 1] = Files.size(file);
      }
      bytes = Files.readAllBytes(file);
    }
    // Each open file is forced to the disk: every byte of the last items only.
    for (int length = HEADER;
        length < bytes.length;
        length += length < ends[INPUTS.size() - 1] ? 37 : 1) {
      int complete = 0;
      while (ends[complete + 1] <= length) {
        complete++;
      }
      try {
        assertThat(replayed(Arrays.copyOf(bytes, length)))
            .as("cut at byte %d", length)
            .isBetween(complete, complete + 1);
      } catch (StoreException e) {
        // The records were forced before: then they have to be in the file.
        assertThat(e).hasMessageContaining("damaged at byte " + length);
      }
    }
  }

  /** Returns the number of replayed results of a journal, after a check of all outputs. */
  private int replayed(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("copy.journal"), bytes);
    try (var journal = BatchJournal.open(file, Durability.ASYNC)) {
      List<Outcome<BasicChatOutput>> outcomes = Batch.of(agent).withJournal(journal).run(INPUTS);
      assertThat(outcomes).extracting(BatchAgents::describe).containsExactly("a", "b", "c", "d");
      return (int) outcomes.stream().filter(BatchJournalTest::isReplayed).count();
    }
  }
}
