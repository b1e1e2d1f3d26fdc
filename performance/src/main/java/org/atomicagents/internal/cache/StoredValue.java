package org.atomicagents.internal.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.atomicagents.cache.CacheKey;

/**
 * A record of a cache file: a value and its expiry, or the removal of one.
 *
 * @param expiryMillis the time of the expiry, in milliseconds since 1970; 0 for a removal
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, and never compared
record StoredValue(CacheKey key, long expiryMillis, byte[] value) {

  /** Returns the record of a removal. */
  static StoredValue removed(CacheKey key) {
    return new StoredValue(key, 0, new byte[0]);
  }

  byte[] encode() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(key.tenant());
      out.writeUTF(key.hash());
      out.writeLong(expiryMillis);
      out.write(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the record of its bytes.
   *
   * @throws IllegalArgumentException if they are no record
   */
  static StoredValue decode(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var key = new CacheKey(in.readUTF(), in.readUTF());
      return new StoredValue(key, in.readLong(), in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalArgumentException("expected a record of a cache", e);
    }
  }
}
