package org.atomicagents.internal.cache;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.atomicagents.cache.CacheKey;
import org.jspecify.annotations.Nullable;

/**
 * The table of cached values.
 *
 * <p>The key is a hash, so that tenants of any length and with any characters are different ones,
 * whatever the collation and the encoding of the database. Values are Base64 texts: databases have
 * no type of binary values in common.
 */
public final class CacheTable {
  /** The statements that create the table and its index. */
  public static final List<String> DEFINITIONS =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS atomic_cache (
            cache_key CHAR(64) NOT NULL,
            tenant VARCHAR(200) NOT NULL,
            expiry BIGINT NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (cache_key))\
          """,
          "CREATE INDEX IF NOT EXISTS atomic_cache_expiry ON atomic_cache (expiry)");

  private static final int MAX_TENANT = 200;

  private CacheTable() {}

  /** Returns a value; null if there is none that expires later. */
  public static byte @Nullable [] select(Connection connection, CacheKey key, long nowMillis)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT body FROM atomic_cache WHERE cache_key = ? AND expiry > ?")) {
      select.setString(1, hash(key));
      select.setLong(2, nowMillis);
      try (ResultSet found = select.executeQuery()) {
        return found.next() ? decode(found.getString(1)) : null;
      }
    }
  }

  // A cache fills itself again: a damaged value is like none.
  private static byte @Nullable [] decode(@Nullable String body) {
    try {
      return body == null ? null : Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns whether the value of a key was replaced. */
  public static boolean update(Connection connection, CacheKey key, byte[] value, long expiryMillis)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE atomic_cache SET expiry = ?, body = ? WHERE cache_key = ?")) {
      update.setLong(1, expiryMillis);
      update.setString(2, Base64.getEncoder().encodeToString(value));
      update.setString(3, hash(key));
      return update.executeUpdate() > 0;
    }
  }

  /** Inserts the value of a key; fails if there is one. */
  public static void insert(Connection connection, CacheKey key, byte[] value, long expiryMillis)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO atomic_cache (cache_key, tenant, expiry, body) VALUES (?, ?, ?, ?)")) {
      insert.setString(1, hash(key));
      insert.setString(2, label(key.tenant()));
      insert.setLong(3, expiryMillis);
      insert.setString(4, Base64.getEncoder().encodeToString(value));
      insert.executeUpdate();
    }
  }

  /** Deletes the value of a key, if there is one. */
  public static void delete(Connection connection, CacheKey key) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM atomic_cache WHERE cache_key = ?")) {
      delete.setString(1, hash(key));
      delete.executeUpdate();
    }
  }

  /** Deletes the values that have expired. */
  public static void deleteExpired(Connection connection, long nowMillis) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM atomic_cache WHERE expiry <= ?")) {
      delete.setLong(1, nowMillis);
      delete.executeUpdate();
    }
  }

  /** Returns the hash of the tenant and the hash of a key. */
  private static String hash(CacheKey key) {
    byte[] hash =
        new KeyDigest().add(characters(key.tenant())).add(characters(key.hash())).finish();
    return HexFormat.of().formatHex(hash);
  }

  // UTF-8 has no half of a surrogate pair, and its replacement would merge two tenants.
  private static byte[] characters(String text) {
    var bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
    text.chars().forEach(character -> bytes.putChar((char) character));
    return bytes.array();
  }

  /** Returns a tenant in a form that each database accepts, for operators to read. */
  private static String label(String tenant) {
    var label = new StringBuilder();
    tenant
        .codePoints()
        .limit(MAX_TENANT)
        .forEach(codePoint -> label.append(isPrintable(codePoint) ? (char) codePoint : '?'));
    return label.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return Character.isBmpCodePoint(codePoint)
        && !Character.isSurrogate((char) codePoint)
        && !Character.isISOControl(codePoint);
  }
}
