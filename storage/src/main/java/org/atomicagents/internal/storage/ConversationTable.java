package org.atomicagents.internal.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.StoredConversation;

/** The table of the conversations and their versions. */
public final class ConversationTable {
  /** The statement that creates the table. */
  public static final String DEFINITION =
      """
      CREATE TABLE IF NOT EXISTS atomic_conversation (
        tenant VARCHAR(200) NOT NULL,
        conversation VARCHAR(200) NOT NULL,
        version BIGINT NOT NULL,
        PRIMARY KEY (tenant, conversation))\
      """;

  private ConversationTable() {}

  /** Returns the version of a conversation; 0 if it is not stored. */
  public static long version(Connection connection, ConversationKey key) throws SQLException {
    String sql = "SELECT version FROM atomic_conversation WHERE tenant = ? AND conversation = ?";
    try (PreparedStatement select = TurnTable.statement(connection, sql, key);
        ResultSet found = select.executeQuery()) {
      return found.next() ? found.getLong(1) : StoredConversation.NO_VERSION;
    }
  }

  /**
   * Replaces the version, which locks the conversation until the end of the transaction; returns
   * false if the stored version is not the expected one.
   *
   * @param expected the expected version; 0 to insert the conversation
   */
  public static boolean replaceVersion(
      Connection connection, ConversationKey key, long expected, long next) throws SQLException {
    return expected == StoredConversation.NO_VERSION
        ? insert(connection, key, next)
        : update(connection, key, expected, next);
  }

  private static boolean insert(Connection connection, ConversationKey key, long version)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO atomic_conversation (version, tenant, conversation)"
                + " SELECT CAST(? AS BIGINT), CAST(? AS VARCHAR(200)), CAST(? AS VARCHAR(200))"
                + " WHERE NOT EXISTS (SELECT 1 FROM atomic_conversation"
                + " WHERE tenant = ? AND conversation = ?)")) {
      insert.setLong(1, version);
      insert.setString(2, key.tenant());
      insert.setString(3, key.id());
      insert.setString(4, key.tenant());
      insert.setString(5, key.id());
      return insert.executeUpdate() == 1;
    }
  }

  private static boolean update(
      Connection connection, ConversationKey key, long expected, long next) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE atomic_conversation SET version = ?"
                + " WHERE tenant = ? AND conversation = ? AND version = ?")) {
      update.setLong(1, next);
      update.setString(2, key.tenant());
      update.setString(3, key.id());
      update.setLong(4, expected);
      return update.executeUpdate() == 1;
    }
  }

  /** Deletes a conversation, without its turns; returns whether it was stored. */
  public static boolean delete(Connection connection, ConversationKey key) throws SQLException {
    String sql = "DELETE FROM atomic_conversation WHERE tenant = ? AND conversation = ?";
    try (PreparedStatement delete = TurnTable.statement(connection, sql, key)) {
      return delete.executeUpdate() == 1;
    }
  }

  /** Returns keys of a tenant in the order of the database. */
  public static List<ConversationKey> list(
      Connection connection, String tenant, String afterId, int max) throws SQLException {
    var keys = new ArrayList<ConversationKey>();
    if (max <= 0) {
      return keys;
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT conversation FROM atomic_conversation WHERE tenant = ?"
                + (afterId.isEmpty() ? "" : " AND conversation > ?")
                + " ORDER BY conversation")) {
      select.setMaxRows(max == Integer.MAX_VALUE ? 0 : max);
      select.setString(1, tenant);
      if (!afterId.isEmpty()) {
        select.setString(2, afterId);
      }
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          keys.add(new ConversationKey(tenant, found.getString(1)));
        }
      }
    }
    return keys;
  }
}
