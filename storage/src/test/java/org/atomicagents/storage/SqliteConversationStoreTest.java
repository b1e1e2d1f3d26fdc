package org.atomicagents.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.error.StoreException;
import org.atomicagents.support.ConversationStoreContract;
import org.atomicagents.support.DriverDataSource;
import org.atomicagents.support.StoreTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteConversationStoreTest extends ConversationStoreContract {
  @TempDir private Path folder;

  @Override
  protected ConversationStore open() {
    JdbcConversationStore store =
        JdbcConversationStore.of(dataSource("chats.db"), StoreTypes.TYPES);
    store.createTables();
    store.createTables();
    return store;
  }

  @Test
  void namesTheOperationThatFails() {
    var store = JdbcConversationStore.of(dataSource("without-tables.db"), StoreTypes.TYPES);

    assertThatThrownBy(() -> store.load(new ConversationKey("a", "b")))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Cannot load conversation a/b: ")
        .hasMessageContaining("no such table: atomic_conversation");
  }

  private DriverDataSource dataSource(String name) {
    return new DriverDataSource(
        "jdbc:sqlite:" + folder.resolve(name) + "?busy_timeout=60000&journal_mode=WAL");
  }
}
