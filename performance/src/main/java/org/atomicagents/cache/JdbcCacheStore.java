package org.atomicagents.cache;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.cache.CacheTable;
import org.jspecify.annotations.Nullable;

/**
 * A second level in a database, shared by any number of processes.
 *
 * {@snippet class="org.atomicagents.cache.CacheSnippets" region="jdbc"}
 *
 * <p>A value is durable when {@link #put} returns, as far as the database is. The SQL is plain; it
 * is tested with PostgreSQL and SQLite. Each call takes one connection from the data source and
 * returns it, with its transaction committed. Expired values remain in the table until {@link
 * #removeExpired}, which a cache calls by {@link ResponseCache#clearExpired}.
 *
 * <p>All methods throw {@link StoreException} if the database fails. Thread-safe, if the data
 * source is.
 */
public final class JdbcCacheStore implements CacheStore {
  private final DataSource dataSource;

  private JdbcCacheStore(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Returns a store in the database of a data source, without connecting to it. */
  public static JdbcCacheStore of(DataSource dataSource) {
    return new JdbcCacheStore(Objects.requireNonNull(dataSource, "dataSource"));
  }

  /** Returns the SQL statements that create the table, for tools that migrate databases. */
  public static List<String> tableDefinitions() {
    return CacheTable.DEFINITIONS;
  }

  /**
   * Creates the table if it does not exist yet.
   *
   * @throws StoreException if the database fails
   */
  public void createTable() {
    execute(
        "create the table",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (String definition : tableDefinitions()) {
              statement.execute(definition);
            }
          }
        });
  }

  @Override
  public byte @Nullable [] get(CacheKey key, Instant now) {
    return call(
        "read a cached output",
        connection -> CacheTable.select(connection, key, now.toEpochMilli()));
  }

  @Override
  public void put(CacheKey key, byte[] value, Instant expiry) {
    execute(
        "store a cached output",
        connection -> {
          long expiryMillis = expiry.toEpochMilli();
          if (!CacheTable.update(connection, key, value, expiryMillis)) {
            insert(connection, key, value, expiryMillis);
          }
        });
  }

  /** Inserts a value, or replaces that of a process that was faster. */
  private static void insert(Connection connection, CacheKey key, byte[] value, long expiryMillis)
      throws SQLException {
    try {
      CacheTable.insert(connection, key, value, expiryMillis);
    } catch (SQLException e) {
      // PostgreSQL executes no further statement in the transaction of a failed one.
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      if (!CacheTable.update(connection, key, value, expiryMillis)) {
        throw e;
      }
    }
  }

  @Override
  public void remove(CacheKey key) {
    execute("remove a cached output", connection -> CacheTable.delete(connection, key));
  }

  @Override
  public void removeExpired(Instant now) {
    execute(
        "remove expired outputs",
        connection -> CacheTable.deleteExpired(connection, now.toEpochMilli()));
  }

  /** Reads from a connection. */
  @FunctionalInterface
  private interface Query<T extends @Nullable Object> {
    T apply(Connection connection) throws SQLException;
  }

  /** Writes to a connection. */
  @FunctionalInterface
  private interface Command {
    void apply(Connection connection) throws SQLException;
  }

  private void execute(String operation, Command command) {
    boolean unused =
        call(
            operation,
            connection -> {
              command.apply(connection);
              return true;
            });
  }

  private <T extends @Nullable Object> T call(String operation, Query<T> query) {
    try (Connection connection = dataSource.getConnection()) {
      T result = query.apply(connection);
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
      return result;
    } catch (SQLException e) {
      throw StoreException.of(
          "Cannot %s: %s.\nCheck the database of the cache, and that its table was created."
              .formatted(operation, e.getMessage()),
          e);
    }
  }

  /** Returns the class of the data source. */
  @Override
  public String toString() {
    return "JdbcCacheStore[" + dataSource.getClass().getSimpleName() + "]";
  }
}
