package org.atomicagents.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.atomicagents.batch.InDoubtItem;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.batch.JournalRecord.Completed;
import org.atomicagents.internal.batch.JournalRecord.Ended;
import org.atomicagents.internal.batch.JournalRecord.Started;
import org.atomicagents.internal.storage.RecordLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStoreTest {
  private static final int ITEMS = 100;
  private static final int FAILURES = 15_000;

  @TempDir private Path folder;

  @Test
  void fileIsRewrittenWithoutTheRecordsOfFailures() throws IOException {
    Path file = folder.resolve("batch.journal");
    try (JournalStore store = JournalStore.open(file, false)) {
      int first = store.setup(setup("first"));
      int second = store.setup(setup("second"));
      for (int i = 0; i < ITEMS; i++) {
        store.complete(new Completed(key(i), i % 2 == 0 ? first : second, new byte[] {(byte) i}));
        store.complete(new Completed(key(i), first, new byte[] {(byte) (i + 1)}));
      }
      store.write(new Started(key(-1), 7, 1_000));
      for (int i = 0; i < FAILURES; i++) {
        store.write(new Started(key(-2), 8, 1_000));
        store.write(new Ended(key(-2)));
      }
    }
    long before = Files.size(file);

    for (int round = 0; round < 2; round++) {
      try (JournalStore store = JournalStore.open(file, true)) {
        assertThat(Files.size(file)).isLessThan(before / 20);
        assertThat(store.size()).isEqualTo(ITEMS * 3 / 2);
        assertThat(store.inDoubt()).extracting(InDoubtItem::index).containsExactly(7L);
        assertThat(store.setup(setup("second"))).isEqualTo(1);
        for (int i = 0; i < ITEMS; i++) {
          assertThat(store.read(key(i), 0)).containsExactly(i + 1);
          assertThat(store.read(key(i), 1)).isEqualTo(i % 2 == 0 ? null : new byte[] {(byte) i});
        }
      }
    }
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("batch.journal", "batch.journal.lock");
  }

  @Test
  void logOfAnotherKindIsRejected() throws IOException {
    Path file = folder.resolve("chats.log");
    RecordLog.open(file, 1, (position, body) -> {}).close();

    assertThatThrownBy(() -> JournalStore.open(file, true))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            """
            Cannot open the journal %s: damaged at byte 0: the header is damaged, or the file is of another kind.
            Restore the file from a copy, or use another one: then all items are run again.\
            """
                .formatted(file));
  }

  private static ItemKey key(int number) {
    return ItemKey.of("item", Integer.toString(number));
  }

  private static SequencedMap<String, String> setup(String model) {
    var setup = new LinkedHashMap<String, String>();
    setup.put("model", model);
    return setup;
  }
}
