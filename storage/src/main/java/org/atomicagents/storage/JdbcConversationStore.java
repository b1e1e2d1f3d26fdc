package org.atomicagents.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.atomicagents.chat.ConversationChange;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationStore;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.chat.StoredConversation;
import org.atomicagents.chat.Turn;
import org.atomicagents.chat.TurnCodec;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.storage.ConversationTable;
import org.atomicagents.internal.storage.TurnTable;
import org.jspecify.annotations.Nullable;

/**
 * A store in a database, shared by any number of processes.
 *
 * {@snippet :
 * var store = JdbcConversationStore.of(dataSource, ConversationTypes.of(Question.class, Answer.class));
 * store.createTables();
 * }
 *
 * <p>The SQL is plain; it is tested with PostgreSQL and SQLite. Keys are compared by the collation
 * of the database, which must be case-sensitive. Each call takes one connection from the data
 * source and returns it; the store does not close the data source.
 *
 * <p>Thread-safe, if the data source is.
 */
public final class JdbcConversationStore implements ConversationStore {
  private static final int MAX_READS = 100;

  private final DataSource dataSource;
  private final TurnTable turns;
  private volatile boolean isClosed;

  private JdbcConversationStore(DataSource dataSource, TurnTable turns) {
    this.dataSource = dataSource;
    this.turns = turns;
  }

  /**
   * Returns a store in the database of a data source, without connecting to it.
   *
   * @param types the types of the values in the conversations
   */
  public static JdbcConversationStore of(DataSource dataSource, ConversationTypes types) {
    return new JdbcConversationStore(
        Objects.requireNonNull(dataSource, "dataSource"), new TurnTable(new TurnCodec(types)));
  }

  /** Returns the SQL statements that create the tables, for tools that migrate databases. */
  public static List<String> tableDefinitions() {
    return List.of(ConversationTable.DEFINITION, TurnTable.DEFINITION);
  }

  /**
   * Creates the tables that do not exist yet.
   *
   * @throws StoreException if the database fails
   */
  public void createTables() {
    try {
      transact(connection -> {
        try (Statement statement = connection.createStatement()) {
          for (String definition : tableDefinitions()) {
            statement.execute(definition);
          }
        }
        return true;
      });
    } catch (SQLException e) {
      throw failure("create the tables", e);
    }
  }

  @Override
  public StoredConversation load(ConversationKey key, int maxTurns) {
    return read(
        "load conversation " + key,
        connection -> {
          long version = ConversationTable.version(connection, key);
          // Each change increases the version, so the turns between two reads of the same version
          // are
          // those of one moment, whatever the isolation level.
          for (int attempt = 0; attempt < MAX_READS; attempt++) {
            if (version == StoredConversation.NO_VERSION) {
              return new StoredConversation(key, version, List.of());
            }
            List<Turn> loaded = turns.load(connection, key, maxTurns);
            long after = ConversationTable.version(connection, key);
            if (after == version) {
              return new StoredConversation(key, version, loaded);
            }
            version = after;
          }
          throw new SQLException("the conversation changed during each of " + MAX_READS + " reads");
        });
  }

  @Override
  public long version(ConversationKey key) {
    return read(
        "read the version of conversation " + key,
        connection -> ConversationTable.version(connection, key));
  }

  @Override
  public long apply(ConversationKey key, long version, ConversationChange change) {
    long next = StoredConversation.nextVersion(key, version, version);
    StoreException failure = null;
    boolean isDone = false;
    try {
      isDone =
          transact(connection -> {
            if (!ConversationTable.replaceVersion(connection, key, version, next)) {
              return false;
            }
            turns.apply(connection, key, change);
            return true;
          });
    } catch (SQLException e) {
      failure = failure("change conversation " + key, e);
    }
    return isDone ? next : outcome(key, version, next, failure);
  }

  /**
   * Returns the new version if the change was committed although its transaction failed, as when
   * the connection is lost during the commit.
   */
  private long outcome(
      ConversationKey key, long version, long next, @Nullable StoreException failure) {
    long stored;
    try {
      stored = version(key);
    } catch (StoreException e) {
      if (failure == null) {
        throw e;
      }
      failure.addSuppressed(e);
      throw failure;
    }
    if (failure != null && stored == version) {
      throw failure;
    }
    if (stored == version) {
      throw ConflictException.of(
          "Conversation %s changed during the write, and again after it.\nLoad it again."
              .formatted(key));
    }
    return stored == next ? next : StoredConversation.nextVersion(key, version, stored);
  }

  @Override
  public List<ConversationKey> list(String tenant, String afterId, int max) {
    return read(
        "list the conversations of " + tenant,
        connection -> ConversationTable.list(connection, tenant, afterId, max));
  }

  @Override
  public boolean delete(ConversationKey key) {
    try {
      return transact(connection -> {
        boolean wasStored = ConversationTable.delete(connection, key);
        turns.deleteAll(connection, key);
        return wasStored;
      });
    } catch (SQLException e) {
      throw failure("delete conversation " + key, e);
    }
  }

  /** Closes the store, but not its data source. */
  @Override
  public void close() {
    isClosed = true;
  }

  @Override
  public String toString() {
    return "JdbcConversationStore[" + dataSource.getClass().getSimpleName() + "]";
  }

  /** Reads from or writes to a connection. */
  @FunctionalInterface
  private interface Work<T> {
    T apply(Connection connection) throws SQLException;
  }

  private <T> T read(String operation, Work<T> work) {
    try (Connection connection = connect()) {
      return work.apply(connection);
    } catch (SQLException e) {
      throw failure(operation, e);
    }
  }

  /** Commits the work if it returns true, and rolls it back otherwise. */
  private boolean transact(Work<Boolean> work) throws SQLException {
    try (Connection connection = connect()) {
      boolean wasAutoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        boolean isDone = work.apply(connection);
        if (isDone) {
          connection.commit();
        } else {
          connection.rollback();
        }
        connection.setAutoCommit(wasAutoCommit);
        return isDone;
      } catch (Throwable e) {
        rollBack(connection, wasAutoCommit, e);
        throw e;
      }
    }
  }

  private static void rollBack(Connection connection, boolean wasAutoCommit, Throwable problem) {
    try {
      connection.rollback();
      connection.setAutoCommit(wasAutoCommit);
    } catch (SQLException e) {
      problem.addSuppressed(e);
    }
  }

  private Connection connect() throws SQLException {
    if (isClosed) {
      throw new SQLException("the store is closed");
    }
    return dataSource.getConnection();
  }

  private static StoreException failure(String operation, SQLException problem) {
    return StoreException.of("Cannot " + operation + ": " + problem.getMessage(), problem);
  }
}
