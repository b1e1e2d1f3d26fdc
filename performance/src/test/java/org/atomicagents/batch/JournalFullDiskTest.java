package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.error.StoreException;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal on a disk of 256 KB. */
class JournalFullDiskTest {
  private static final int ITEMS = 60;

  @TempDir private Path folder;
  private boolean isMounted;

  @BeforeEach
  void mountSmallDisk() throws Exception {
    isMounted = run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.toString());
    assumeTrue(isMounted, "A small disk cannot be mounted: that needs root on Linux");
  }

  @AfterEach
  void unmount() throws Exception {
    if (isMounted) {
      assertThat(run("umount", folder.toString())).isTrue();
    }
  }

  @Test
  void batchIsStoppedAndContinuedWhenThereIsSpaceAgain() throws Exception {
    Path file = folder.resolve("batch.journal");
    Path ballast = Files.write(folder.resolve("ballast"), new byte[150_000]);
    ScriptedModel model = BatchAgents.model(name -> name + "x".repeat(5_000));
    AtomicAgent<BasicChatInput, BasicChatOutput> agent = AtomicAgent.of(model.model());
    List<BasicChatInput> inputs = BatchAgents.inputs(ITEMS).toList();
    var handedOut = new ArrayList<Outcome<BasicChatOutput>>();
    try (var journal = BatchJournal.open(file);
        BatchRun<BasicChatOutput> run = Batch.of(agent).withJournal(journal).start(inputs)) {
      assertThatThrownBy(() -> run.inInputOrder().forEach(handedOut::add))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              """
              Cannot write the journal %s: No space left on device.
              Its batch was stopped. Run it again when the journal can be written: results in the journal are kept.\
              """
                  .formatted(file));
      assertThat(run.stopReason()).contains(StopReason.JOURNAL);
      assertThat(handedOut).isNotEmpty().allMatch(outcome -> outcome instanceof Outcome.Success);
      assertThat(journal.size()).isGreaterThanOrEqualTo(handedOut.size());
    }
    int requests = model.requests().size();
    Files.delete(ballast);

    try (var journal = BatchJournal.open(file)) {
      long complete = journal.size();
      assertThat(complete).isGreaterThanOrEqualTo(handedOut.size());
      // Half of the results fit; the others are a batch of their own.
      List<BasicChatInput> some = inputs.subList(0, 40);
      List<Outcome<BasicChatOutput>> outcomes = Batch.of(agent).withJournal(journal).run(some);

      assertThat(outcomes).allMatch(outcome -> outcome instanceof Outcome.Success);
      assertThat(outcomes.subList(0, handedOut.size())).allMatch(BatchJournalTest::isReplayed);
      assertThat(outcomes).filteredOn(BatchJournalTest::isReplayed).hasSize((int) complete);
      assertThat(model.requests()).hasSize(requests + 40 - (int) complete);
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
