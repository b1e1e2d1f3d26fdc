package org.atomicagents.internal.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.atomicagents.chat.ConversationChange;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.Turn;
import org.atomicagents.chat.TurnCodec;
import org.jspecify.annotations.Nullable;

/**
 * The table of turns. Immutable and thread-safe.
 *
 * @param codec converts turns to the texts in the table
 */
public record TurnTable(TurnCodec codec) {
  /** The statement that creates the table. */
  public static final String DEFINITION =
      """
      CREATE TABLE IF NOT EXISTS atomic_turn (
        tenant VARCHAR(200) NOT NULL,
        conversation VARCHAR(200) NOT NULL,
        seq BIGINT NOT NULL,
        turn_id TEXT NOT NULL,
        pinned SMALLINT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (tenant, conversation, seq))\
      """;

  private static final String OF_CONVERSATION = " WHERE tenant = ? AND conversation = ?";
  private static final String SELECT = "SELECT seq, pinned, body FROM atomic_turn";

  private record Row(long seq, Turn turn) {}

  /** Returns the latest turns of a conversation and all pinned ones, oldest first. */
  public List<Turn> load(Connection connection, ConversationKey key, int maxTurns)
      throws SQLException {
    List<Row> rows =
        select(
            connection,
            SELECT + OF_CONVERSATION + " AND pinned = 1 ORDER BY seq DESC",
            key,
            Integer.MAX_VALUE);
    if (maxTurns > 0) {
      String others = SELECT + OF_CONVERSATION + " AND pinned = 0 ORDER BY seq DESC";
      rows.addAll(select(connection, others, key, maxTurns));
    }
    rows.sort(Comparator.comparingLong(Row::seq));
    return rows.stream().map(Row::turn).toList();
  }

  private List<Row> select(Connection connection, String sql, ConversationKey key, int maxRows)
      throws SQLException {
    var rows = new ArrayList<Row>();
    try (PreparedStatement select = statement(connection, sql, key)) {
      // 0 is the value of JDBC for no limit.
      select.setMaxRows(maxRows == Integer.MAX_VALUE ? 0 : maxRows);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          Turn turn = codec.decode(found.getString(3)).withPinned(found.getInt(2) != 0);
          rows.add(new Row(found.getLong(1), turn));
        }
      }
    }
    return rows;
  }

  /**
   * Applies a change, in the transaction of the connection.
   *
   * @throws IllegalArgumentException if there is no turn with the id in the change
   */
  public void apply(Connection connection, ConversationKey key, ConversationChange change)
      throws SQLException {
    switch (change) {
      case ConversationChange.Append append ->
          insert(connection, key, lastSeq(connection, key) + 1, append.turns());
      case ConversationChange.Extend extension -> extend(connection, key, extension);
      case ConversationChange.Pin pin -> pin(connection, key, pin);
      case ConversationChange.Delete deletion -> delete(connection, key, deletion.turnId());
      case ConversationChange.Reset reset -> {
        deleteAll(connection, key);
        insert(connection, key, 1, reset.turns());
      }
    }
  }

  private void insert(Connection connection, ConversationKey key, long firstSeq, List<Turn> turns)
      throws SQLException {
    if (turns.isEmpty()) {
      return;
    }
    String sql =
        "INSERT INTO atomic_turn (tenant, conversation, seq, turn_id, pinned, body)"
            + " VALUES (?, ?, ?, ?, ?, ?)";
    try (PreparedStatement insert = statement(connection, sql, key)) {
      long seq = firstSeq;
      for (Turn turn : turns) {
        insert.setLong(3, seq++);
        insert.setString(4, turn.id());
        insert.setInt(5, turn.isPinned() ? 1 : 0);
        insert.setString(6, codec.encode(turn));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void extend(
      Connection connection, ConversationKey key, ConversationChange.Extend extension)
      throws SQLException {
    String sql = SELECT + OF_CONVERSATION + " ORDER BY seq DESC";
    List<Row> last = select(connection, sql, key, 1);
    @Nullable Turn turn = last.isEmpty() ? null : last.getFirst().turn();
    Turn longer = extension.extend(turn);
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE atomic_turn SET body = ?" + OF_CONVERSATION + " AND seq = ?")) {
      update.setString(1, codec.encode(longer));
      update.setString(2, key.tenant());
      update.setString(3, key.id());
      update.setLong(4, last.getFirst().seq());
      update.executeUpdate();
    }
  }

  private static void pin(Connection connection, ConversationKey key, ConversationChange.Pin pin)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE atomic_turn SET pinned = ?" + OF_CONVERSATION + " AND turn_id = ?")) {
      update.setInt(1, pin.isPinned() ? 1 : 0);
      update.setString(2, key.tenant());
      update.setString(3, key.id());
      update.setString(4, pin.turnId());
      requireFound(update.executeUpdate(), pin.turnId());
    }
  }

  private static void delete(Connection connection, ConversationKey key, String turnId)
      throws SQLException {
    String sql = "DELETE FROM atomic_turn" + OF_CONVERSATION + " AND turn_id = ?";
    try (PreparedStatement delete = statement(connection, sql, key)) {
      delete.setString(3, turnId);
      requireFound(delete.executeUpdate(), turnId);
    }
  }

  private static void requireFound(int count, String turnId) {
    if (count == 0) {
      throw new IllegalArgumentException("Turn ID " + turnId + " not found in history.");
    }
  }

  /** Deletes all turns of a conversation. */
  public void deleteAll(Connection connection, ConversationKey key) throws SQLException {
    try (PreparedStatement delete =
        statement(connection, "DELETE FROM atomic_turn" + OF_CONVERSATION, key)) {
      delete.executeUpdate();
    }
  }

  private static long lastSeq(Connection connection, ConversationKey key) throws SQLException {
    String sql = "SELECT COALESCE(MAX(seq), 0) FROM atomic_turn" + OF_CONVERSATION;
    try (PreparedStatement select = statement(connection, sql, key);
        ResultSet found = select.executeQuery()) {
      return found.next() ? found.getLong(1) : 0;
    }
  }

  /** Returns a statement whose first two parameters are the key. */
  static PreparedStatement statement(Connection connection, String sql, ConversationKey key)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      statement.setString(1, key.tenant());
      statement.setString(2, key.id());
      return statement;
    } catch (Throwable e) {
      statement.close();
      throw e;
    }
  }
}
