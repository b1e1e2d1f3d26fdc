package org.atomicagents.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.support.StoreTypes.TYPES;
import static org.atomicagents.support.StoreTypes.turn;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file on a disk of 256 KB. */
class FullDiskTest {
  private static final ConversationKey KEY = new ConversationKey("tenant", "chat");

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
  void continuesWhenThereIsSpaceAgain() throws Exception {
    Path file = folder.resolve("chats.log");
    Path ballast = Files.write(folder.resolve("ballast"), new byte[100_000]);
    var committed = new ArrayList<Turn>();
    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      ChatHistory history = ChatHistory.stored(store, KEY);

      assertThatThrownBy(
              () -> {
                for (int i = 0; ; i++) {
                  history.commit(large(i));
                  committed.add(large(i));
                }
              })
          .isInstanceOf(StoreException.class)
          .hasMessage("Cannot write the conversations in " + file + ": No space left on device");
      assertThat(committed).isNotEmpty();
      assertThat(history.turns()).isEqualTo(committed);
      assertThat(store.load(KEY).turns()).isEqualTo(committed);

      Files.delete(ballast);
      history.commit(turn("later"));
      committed.add(turn("later"));
    }
    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      assertThat(store.load(KEY).turns()).isEqualTo(committed);
    }
  }

  @Test
  void createsNoFileOnAFullDisk() throws Exception {
    Path file = folder.resolve("chats.log");
    fillDisk();

    assertThatThrownBy(() -> FileConversationStore.open(file, TYPES))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("No space left on device");

    assertThat(file).doesNotExist();
    Files.delete(folder.resolve("ballast"));
    FileConversationStore.open(file, TYPES).close();
  }

  private void fillDisk() throws IOException {
    try (var output = Files.newOutputStream(folder.resolve("ballast"))) {
      while (true) {
        output.write(new byte[4_096]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessage("No space left on device");
    }
  }

  private static Turn large(int i) {
    return turn(i + "-" + "x".repeat(5_000));
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
