package org.atomicagents.internal.redis;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A cached value as it is stored: a version, its expiry, a checksum of all with the key, and the
 * content.
 *
 * @param expiryMillis the expiry, in milliseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, and never compared
public record CachedValue(long expiryMillis, byte[] content) {
  /** The version of the format. */
  public static final int VERSION = 1;

  private static final int HEADER = 1 + Long.BYTES + Integer.BYTES;

  /** Returns the stored form. */
  public byte[] encode(byte[] key) {
    return ByteBuffer.allocate(HEADER + content.length)
        .put((byte) VERSION)
        .putLong(expiryMillis)
        .putInt(checksum(key))
        .put(content)
        .array();
  }

  /** Returns the value of a stored form; null if it is damaged, or of another format. */
  public static @Nullable CachedValue decode(byte[] key, byte[] stored) {
    if (stored.length < HEADER || stored[0] != VERSION) {
      return null;
    }
    ByteBuffer header = ByteBuffer.wrap(stored, 1, HEADER - 1);
    long expiry = header.getLong();
    int checksum = header.getInt();
    var value = new CachedValue(expiry, Arrays.copyOfRange(stored, HEADER, stored.length));
    return value.checksum(key) == checksum ? value : null;
  }

  private int checksum(byte[] key) {
    var checksum = new CRC32C();
    checksum.update(key);
    checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, expiryMillis));
    checksum.update(content);
    return (int) checksum.getValue();
  }
}
