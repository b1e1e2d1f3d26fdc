package org.atomicagents.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.support.StoreTypes.TYPES;
import static org.atomicagents.support.StoreTypes.turn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomicagents.chat.ConversationChange;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.StoreException;
import org.atomicagents.message.Message;
import org.atomicagents.schema.Description;
import org.atomicagents.support.ConversationStoreContract;
import org.atomicagents.support.StoreTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileConversationStoreTest extends ConversationStoreContract {
  private static final ConversationKey KEY = new ConversationKey("tenant", "chat");

  @TempDir private Path folder;

  @Override
  protected ConversationStore open() {
    return FileConversationStore.open(folder.resolve("chats.log"), TYPES);
  }

  @Test
  void opensAFileOnceInAProcess() {
    Path file = folder.resolve("chats.log");

    assertThatThrownBy(() -> FileConversationStore.open(file, TYPES))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "Cannot open the conversations in %s: the file is open already in this process\n"
                + "Close it there first; use a JdbcConversationStore for several processes.",
            file);
  }

  @Test
  void opensAFileOnceUnderTwoNames() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link.log"), folder.resolve("chats.log"));

    assertThatThrownBy(() -> FileConversationStore.open(link, TYPES))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the file is open already in this process");
  }

  @Test
  void rejectsAFileOfAnotherKind() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "x".repeat(100));
    Path empty = Files.createFile(folder.resolve("empty"));

    assertThatThrownBy(() -> FileConversationStore.open(text, TYPES))
        .hasMessage(
            "Cannot open the conversations in %s: damaged at byte 0: the header is damaged, or the"
                + " file is of another kind\n"
                + "Restore the file from a backup.",
            text);
    assertThatThrownBy(() -> FileConversationStore.open(empty, TYPES))
        .hasMessage(
            "Cannot open the conversations in %s: damaged at byte 0: the file ends within its"
                + " header of 64 bytes\n"
                + "Restore the file from a backup.",
            empty);
  }

  @Test
  void namesTheMissingFolder() {
    Path file = folder.resolve("missing").resolve("chats.log");

    assertThatThrownBy(() -> FileConversationStore.open(file, TYPES))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("NoSuchFileException")
        .hasMessageContaining(file.toString());
  }

  @Test
  void survivesAnInterruptedCaller() {
    try (ConversationStore store =
        FileConversationStore.open(folder.resolve("interrupted.log"), TYPES)) {
      Thread.currentThread().interrupt();
      long version = store.append(KEY, 0, turn("a"));

      assertThat(Thread.interrupted()).isTrue();
      store.append(KEY, version, turn("b"));
      assertThat(store.load(KEY).turns()).containsExactly(turn("a"), turn("b"));
    }
  }

  @Test
  void storesNothingOfAChangeWithAnUnknownType() {
    Path file = folder.resolve("types.log");
    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      var unknown =
          Turn.of(org.atomicagents.chat.ChatEntry.of(new Unknown("x"), Message.user("x")));

      assertThatThrownBy(() -> store.append(KEY, 0, turn("a"), unknown))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("expected a value of a registered type, found one of");
      assertThat(store.load(KEY).exists()).isFalse();
    }
  }

  @Test
  void opensAFileThatCannotBeRewritten() throws Exception {
    Path file = folder.resolve("full.log");
    long version;
    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      var large = StoreTypes.turn("x".repeat(1_000_000));
      version = store.append(KEY, 0, large, large);
      version = store.apply(KEY, version, new ConversationChange.Reset(List.of(turn("kept"))));
    }
    // The name of the copy is taken.
    Files.createDirectories(folder.resolve("full.log.copy").resolve("file"));

    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      assertThat(store.load(KEY).turns()).containsExactly(turn("kept"));
      store.append(KEY, version, turn("more"));
    }
    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      assertThat(store.load(KEY).turns()).containsExactly(turn("kept"), turn("more"));
    }
  }

  @Test
  void rewritesAFileThatIsMostlyDeleted() throws Exception {
    Path file = folder.resolve("waste.log");
    var kept = new ConversationKey("tenant", "kept");
    var empty = new ConversationKey("tenant", "empty");
    long emptyVersion;
    long version = 0;
    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      for (int i = 0; i < 250; i++) {
        version = store.append(kept, version, turn("turn-" + i));
      }
      version = store.apply(kept, version, new ConversationChange.Pin("turn-7", true));
      emptyVersion = store.append(empty, 0);
      var large = StoreTypes.turn("x".repeat(500_000));
      store.append(KEY, 0, large, large);
      store.delete(KEY);
    }
    long before = Files.size(file);

    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      assertThat(Files.size(file)).isLessThan(before / 10);
      assertThat(store.list("tenant")).containsExactly(empty, kept);
      assertThat(store.version(empty)).isEqualTo(emptyVersion);
      assertThat(store.version(kept)).isEqualTo(version);
      List<Turn> turns = store.load(kept).turns();
      assertThat(turns).hasSize(250);
      assertThat(turns.get(7)).isEqualTo(turn("turn-7").withPinned(true));
      store.append(kept, version, turn("more"));
    }
    try (ConversationStore store = FileConversationStore.open(file, TYPES)) {
      assertThat(store.load(kept).turns()).hasSize(251);
    }
  }

  @Description("A type that is not registered")
  record Unknown(String text) {}
}
