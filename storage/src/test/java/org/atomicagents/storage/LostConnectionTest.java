package org.atomicagents.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.support.StoreTypes.TYPES;
import static org.atomicagents.support.StoreTypes.turn;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.atomicagents.chat.ConversationChange;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.StoreException;
import org.atomicagents.support.DriverDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are lost during a commit. */
class LostConnectionTest {
  private static final ConversationKey KEY = new ConversationKey("tenant", "chat");

  private enum Loss {
    NONE,
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  @TempDir private Path folder;
  private Loss loss = Loss.NONE;
  private JdbcConversationStore store;

  @BeforeEach
  void openStore() {
    var source = new DriverDataSource("jdbc:sqlite:" + folder.resolve("chats.db"));
    store = JdbcConversationStore.of(unreliable(source), TYPES);
    store.createTables();
  }

  @Test
  void recognizesItsOwnCommit() {
    loss = Loss.AFTER_COMMIT;
    long first = store.append(KEY, 0, turn("a"));
    long second = store.append(KEY, first, turn("b"));

    assertThat(store.version(KEY)).isEqualTo(second);
    assertThat(store.load(KEY).turns()).containsExactly(turn("a"), turn("b"));
  }

  @Test
  void failsIfNothingWasCommitted() {
    long version = store.append(KEY, 0, turn("a"));
    loss = Loss.BEFORE_COMMIT;

    assertThatThrownBy(() -> store.append(KEY, version, turn("b")))
        .isInstanceOf(StoreException.class)
        .hasMessage("Cannot change conversation tenant/chat: connection lost");
    assertThatThrownBy(() -> store.append(new ConversationKey("a", "b"), 0, turn("b")))
        .isInstanceOf(StoreException.class);

    assertThat(store.load(KEY).turns()).containsExactly(turn("a"));
    loss = Loss.NONE;
    store.append(KEY, version, turn("c"));
    assertThat(store.load(KEY).turns()).containsExactly(turn("a"), turn("c"));
  }

  @Test
  void doesNotTakeTheChangeOfAnotherProcessForItsOwn() {
    long version = store.append(KEY, 0, turn("a"));
    store.apply(KEY, version, new ConversationChange.Pin("a", true));
    loss = Loss.BEFORE_COMMIT;

    assertThatThrownBy(() -> store.append(KEY, version, turn("b")))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void createsTablesOverConnectionsWithoutAutomaticCommits() {
    var source = new DriverDataSource("jdbc:sqlite:" + folder.resolve("manual.db"));
    DataSource manual =
        proxy(
            DataSource.class,
            (method, arguments) -> {
              Object result = method.invoke(source, arguments);
              if (result instanceof Connection connection) {
                connection.setAutoCommit(false);
              }
              return result;
            });
    var manualStore = JdbcConversationStore.of(manual, TYPES);

    manualStore.createTables();
    manualStore.append(KEY, 0, turn("a"));

    assertThat(manualStore.load(KEY).turns()).containsExactly(turn("a"));
  }

  @Test
  void reportsAConflictWithAConversationThatWasDeletedMeanwhile() {
    store.append(KEY, 0, turn("a"));
    var source = new DriverDataSource("jdbc:sqlite:" + folder.resolve("chats.db"));
    var connections = new AtomicInteger();
    DataSource deleting =
        proxy(
            DataSource.class,
            (method, arguments) -> {
              // The second connection reads the version after the rejected insert.
              if (connections.incrementAndGet() == 2) {
                store.delete(KEY);
              }
              return method.invoke(source, arguments);
            });

    assertThatThrownBy(() -> JdbcConversationStore.of(deleting, TYPES).append(KEY, 0, turn("b")))
        .isInstanceOf(ConflictException.class);
  }

  private DataSource unreliable(DataSource source) {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          Object result = method.invoke(source, arguments);
          return result instanceof Connection connection ? unreliable(connection) : result;
        });
  }

  private Connection unreliable(Connection connection) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          boolean isCommit = method.getName().equals("commit");
          if (isCommit && loss == Loss.BEFORE_COMMIT) {
            throw new SQLException("connection lost");
          }
          Object result = method.invoke(connection, arguments);
          if (isCommit && loss == Loss.AFTER_COMMIT) {
            throw new SQLException("connection lost");
          }
          return result;
        });
  }

  private interface Call {
    Object invoke(java.lang.reflect.Method method, Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return call.invoke(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
