package org.atomicagents.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.support.StoreTypes.TYPES;
import static org.atomicagents.support.StoreTypes.turn;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.StoreException;
import org.atomicagents.support.ConversationStoreContract;
import org.atomicagents.support.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresConversationStoreTest extends ConversationStoreContract {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static final ConversationKey KEY = new ConversationKey("tenant", "chat");

  private static PostgresServer server;
  private String schema;

  @BeforeAll
  static void startServer() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected ConversationStore open() throws Exception {
    if (schema == null) {
      schema = "test_" + SCHEMAS.incrementAndGet();
      try (Connection connection = server.dataSource("public").getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE SCHEMA " + schema);
      }
    }
    JdbcConversationStore store = JdbcConversationStore.of(server.dataSource(schema), TYPES);
    store.createTables();
    return store;
  }

  @BeforeEach
  void createSchema() {
    assertThat(schema).isNotNull();
  }

  @Test
  void continuesAConversationAfterTheServerWasStopped() throws Exception {
    try (ConversationStore store = open()) {
      ChatHistory history = ChatHistory.stored(store, KEY);
      history.commit(turn("a"));

      server.crash();
      assertThatThrownBy(() -> history.commit(turn("b")))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("Cannot change conversation tenant/chat: ");
      assertThatThrownBy(history::turns).isInstanceOf(StoreException.class);
      server.startAgain();

      assertThat(history.turns()).containsExactly(turn("a"));
      history.commit(turn("c"));
      assertThat(ChatHistory.stored(store, KEY).turns()).containsExactly(turn("a"), turn("c"));
    }
  }

  @Test
  void losesNoCommittedTurnWhenTheServerCrashes() throws Exception {
    List<String> committed = Collections.synchronizedList(new ArrayList<>());
    try (ConversationStore store = open()) {
      for (int round = 0; round < 2; round++) {
        crashWhileAppending(store, round, committed);
      }

      List<Turn> stored = store.load(KEY).turns();
      assertThat(stored).allSatisfy(turn -> assertThat(turn).isEqualTo(turn(turn.id())));
      assertThat(stored).extracting(Turn::id).doesNotHaveDuplicates().containsAll(committed);
    }
  }

  private static void crashWhileAppending(
      ConversationStore store, int round, List<String> committed) throws Exception {
    var appended = new CountDownLatch(20);
    Thread appender =
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (int i = 0; i < 100_000; i++) {
                  String id = round + "-" + i;
                  store.append(KEY, store.version(KEY), turn(id));
                  committed.add(id);
                  appended.countDown();
                }
              } catch (StoreException e) {
                // The server was stopped.
              }
            });
    assertThat(appended.await(60, TimeUnit.SECONDS)).isTrue();
    server.crash();
    appender.join();
    server.startAgain();
  }
}
