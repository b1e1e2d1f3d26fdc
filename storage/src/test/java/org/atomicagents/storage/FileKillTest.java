package org.atomicagents.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.support.StoreTypes.TYPES;
import static org.atomicagents.support.StoreTypes.turn;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.StoreException;
import org.atomicagents.support.JavaProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while they append. */
class FileKillTest {
  private static final int THREADS = 2;

  @TempDir private Path folder;

  @Test
  void losesNoCommittedTurnWhenItsProcessIsKilled() throws Exception {
    killAndRead(5);
  }

  @Test
  @Tag("soak")
  void losesNoCommittedTurnInManyRounds() throws Exception {
    killAndRead(100);
  }

  @Test
  void rejectsASecondProcess() throws Exception {
    Path file = folder.resolve("chats.log");
    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      Process second = JavaProcess.start(AppendingProcess.class, file.toString(), "0");
      List<String> lines = second.inputReader().lines().toList();

      assertThat(lines)
          .containsExactly(
              "Cannot open the conversations in " + file + ": the file is open in another process",
              "Close it there first; use a JdbcConversationStore for several processes.");
      assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(second.exitValue()).isEqualTo(1);
      store.append(AppendingProcess.key(0), 0, turn("a"));
    }
  }

  @Test
  void rejectsASecondProcessAfterARejectedAttemptInThisOne() throws Exception {
    Path file = folder.resolve("chats.log");
    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      assertThatThrownBy(() -> FileConversationStore.open(file, TYPES))
          .isInstanceOf(StoreException.class);

      Process second = JavaProcess.start(AppendingProcess.class, file.toString(), "0");
      List<String> lines = second.inputReader().lines().toList();

      assertThat(lines).first().asString().endsWith("the file is open in another process");
      store.append(AppendingProcess.key(0), 0, turn("a"));
    }
  }

  private void killAndRead(int rounds) throws Exception {
    long seed = System.nanoTime();
    System.out.println("FileKillTest seed " + seed);
    var random = new Random(seed);
    Path file = folder.resolve("chats.log");
    var acknowledged = new ArrayList<String>();
    for (int round = 0; round < rounds; round++) {
      int before = acknowledged.size();
      acknowledged.addAll(appendAndKill(file, round, random.nextInt(1, 40)));
      assertThat(acknowledged.size()).as("seed %d", seed).isGreaterThan(before);

      try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
        var ids = new ArrayList<String>();
        for (int thread = 0; thread < THREADS; thread++) {
          for (Turn turn : store.load(AppendingProcess.key(thread)).turns()) {
            assertThat(turn).as("seed %d", seed).isEqualTo(turn(turn.id()));
            ids.add(turn.id());
          }
        }
        assertThat(ids).as("seed %d", seed).doesNotHaveDuplicates().containsAll(acknowledged);
        // At most one turn of each thread was committed but not printed yet.
        assertThat(ids.size() - acknowledged.size())
            .as("seed %d", seed)
            .isLessThanOrEqualTo(THREADS * (round + 1));
      }
    }
  }

  /** Returns the ids that a process printed before it was killed, after some lines. */
  private static List<String> appendAndKill(Path file, int round, int lines) throws Exception {
    Process process =
        JavaProcess.start(AppendingProcess.class, file.toString(), Integer.toString(round));
    var printed = new ArrayList<String>();
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        printed.add(line);
        if (printed.size() == lines) {
          kill(process);
        }
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).allMatch(line -> line.matches("[01]-\\d+-\\d+"));
    return printed;
  }

  // Process.destroyForcibly would close the output, which may contain more lines.
  private static void kill(Process process) throws IOException {
    if (!process.toHandle().destroyForcibly()) {
      throw new IOException("cannot kill process " + process.pid());
    }
  }
}
