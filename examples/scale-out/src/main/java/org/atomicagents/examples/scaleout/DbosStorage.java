package org.atomicagents.examples.scaleout;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.atomicagents.examples.scaleout.places.Place;
import org.atomicagents.examples.scaleout.places.Places;

/** The bytes that a workflow of DBOS with one model call writes to PostgreSQL. */
final class DbosStorage {
  private static final int WORKFLOWS = 1_000;
  private static final String WAL = "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn";
  private static final String TABLES =
      "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = 'dbos' AND c.relkind = 'r'";

  private DbosStorage() {}

  /** Returns a sentence with the bytes of the write-ahead log and of the tables. */
  static String measure(Places places) throws Exception {
    String url = places.postgres();
    try (Place dbos = places.dbos(url);
        Connection connection = DriverManager.getConnection(url, "postgres", "")) {
      dbos.triage(OneAgentFourPlaces.tickets(WORKFLOWS));
      // After a checkpoint, the first change of each page writes the whole page to the log.
      execute(connection, "CHECKPOINT");
      dbos.triage(OneAgentFourPlaces.tickets(WORKFLOWS));
      long wal = number(connection, WAL);
      long tables = number(connection, TABLES);
      dbos.triage(OneAgentFourPlaces.tickets(WORKFLOWS));
      return String.format(
          Locale.ROOT,
          "A workflow of DBOS with one model call writes %,d bytes of write-ahead log, and adds %,d"
              + " bytes to tables and indexes.",
          (number(connection, WAL) - wal) / WORKFLOWS,
          (number(connection, TABLES) - tables) / WORKFLOWS);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
