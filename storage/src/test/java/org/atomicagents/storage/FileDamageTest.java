package org.atomicagents.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.support.StoreTypes.TYPES;
import static org.atomicagents.support.StoreTypes.turn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.StoreException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were cut or changed after their turns were committed. */
class FileDamageTest {
  private static final int CONVERSATIONS = 3;
  private static final int TURNS = 12;
  private static final int TRIALS = 150;

  @TempDir private Path folder;
  private byte[] afterKill;
  private byte[] afterClose;
  private List<List<Turn>> committed;

  @BeforeEach
  void writeConversations() throws IOException {
    Path file = folder.resolve("chats.log");
    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      for (int i = 0; i < TURNS; i++) {
        for (int c = 0; c < CONVERSATIONS; c++) {
          store.append(key(c), store.version(key(c)), turn(c + "-" + i));
        }
      }
      committed = load(store);
      afterKill = Files.readAllBytes(file);
    }
    afterClose = Files.readAllBytes(file);
  }

  @Test
  void reportsEveryCut() throws IOException {
    long seed = seed();
    var random = new Random(seed);
    for (int trial = 0; trial < TRIALS; trial++) {
      byte[] original = random.nextBoolean() ? afterKill : afterClose;
      int length = random.nextInt(original.length);

      assertThatThrownBy(() -> read(Arrays.copyOf(original, length)))
          .as("seed %d, cut at byte %d", seed, length)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("damaged at byte " + length + ": the file ends")
          .hasMessageContaining("chats.log");
    }
  }

  @Test
  void returnsCommittedTurnsOrReportsTheChangedByte() throws IOException {
    long seed = seed();
    var random = new Random(seed);
    int reported = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      byte[] bytes = (random.nextBoolean() ? afterKill : afterClose).clone();
      int position = random.nextInt(bytes.length);
      bytes[position] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(read(bytes)).as("seed %d, byte %d", seed, position).isEqualTo(committed);
        assertThat(position).as("seed %d: only spare bytes are not checked", seed).isLessThan(64);
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining("damaged at byte ");
        assertThat(reportedPosition(e)).as("seed %d", seed).isLessThanOrEqualTo(position);
        reported++;
      }
    }
    assertThat(reported).isGreaterThan(TRIALS * 3 / 4);
  }

  @Test
  void reportsOverwrittenBlocks() throws IOException {
    long seed = seed();
    var random = new Random(seed);
    for (int trial = 0; trial < TRIALS; trial++) {
      byte[] bytes = afterClose.clone();
      int from = random.nextInt(64, bytes.length - 1);
      int to = Math.min(bytes.length, from + random.nextInt(1, 600));
      boolean zeros = random.nextBoolean();
      for (int i = from; i < to; i++) {
        bytes[i] = zeros ? 0 : (byte) random.nextInt();
      }
      if (!Arrays.equals(bytes, afterClose)) {
        assertThatThrownBy(() -> read(bytes))
            .as("seed %d, bytes %d to %d", seed, from, to)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("damaged at byte ");
      }
    }
  }

  @Test
  void omitsARecordThatWasNeverCompleted() throws IOException {
    long seed = seed();
    var random = new Random(seed);
    byte[] record = Arrays.copyOfRange(afterKill, 64, 64 + 200);
    for (int length = 1; length < record.length; length++) {
      byte[] torn = Arrays.copyOf(afterKill, afterKill.length + length);
      System.arraycopy(record, 0, torn, afterKill.length, length);
      assertThat(read(torn)).as("seed %d, %d bytes", seed, length).isEqualTo(committed);

      byte[] garbage = Arrays.copyOf(afterKill, afterKill.length + length);
      for (int i = afterKill.length; i < garbage.length; i++) {
        garbage[i] = (byte) random.nextInt();
      }
      assertThat(read(garbage)).as("seed %d, %d bytes", seed, length).isEqualTo(committed);
    }
  }

  @Test
  void reportsDamageOfAnOpenFileWhenTheTurnIsLoaded() throws IOException {
    Path file = folder.resolve("open.log");
    Files.write(file, afterClose);
    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      byte[] changed = Files.readAllBytes(file);
      changed[changed.length - 10] ^= 1;
      Files.write(file, changed);

      assertThatThrownBy(() -> store.load(key(CONVERSATIONS - 1)))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith(
              "Cannot read the conversations in " + file + ": damaged at byte ");
      assertThat(store.load(key(0)).turns()).isEqualTo(committed.getFirst());
    }
  }

  private List<List<Turn>> read(byte[] bytes) throws IOException {
    Path file = folder.resolve("copy-of-chats.log");
    Files.write(file, bytes);
    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      return load(store);
    }
  }

  private static List<List<Turn>> load(ConversationStore store) {
    var all = new ArrayList<List<Turn>>();
    for (int c = 0; c < CONVERSATIONS; c++) {
      all.add(store.load(key(c)).turns());
    }
    return all;
  }

  private static int reportedPosition(StoreException e) {
    String text = e.getMessage();
    String marker = "damaged at byte ";
    int from = text.indexOf(marker) + marker.length();
    return Integer.parseInt(text.substring(from, text.indexOf(':', from)));
  }

  private static long seed() {
    long seed = System.nanoTime();
    System.out.println("FileDamageTest seed " + seed);
    return seed;
  }

  private static ConversationKey key(int conversation) {
    return new ConversationKey("tenant", "chat-" + conversation);
  }
}
