package org.atomicagents.internal.cache;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.atomicagents.cache.CacheKey;

/**
 * The content of one file of a {@link CacheFolder}: the format, the expiry, the key, the value, and
 * a CRC-32C of the bytes before it. Arrays are not copied.
 *
 * @param expiryMillis the time from which on the value has expired, in milliseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, and never compared
public record FolderEntry(CacheKey key, long expiryMillis, byte[] value) {
  /** The size of the format and the expiry, with which a file begins. */
  static final int HEADER_SIZE = Integer.BYTES + Long.BYTES;

  // "AAF" and the version of the format.
  private static final int FORMAT = 0x41414601;
  private static final int LENGTHS_AND_CHECKSUM = 4 * Integer.BYTES;

  /** Returns the largest size of a file with a key and a value of at most some bytes. */
  public static long maxSize(CacheKey key, int maxValueBytes) {
    return (long) HEADER_SIZE
        + LENGTHS_AND_CHECKSUM
        + key.tenant().getBytes(StandardCharsets.UTF_8).length
        + key.hash().getBytes(StandardCharsets.UTF_8).length
        + maxValueBytes;
  }

  /** Returns the bytes of the file. */
  public byte[] encode() {
    byte[] tenant = key.tenant().getBytes(StandardCharsets.UTF_8);
    byte[] hash = key.hash().getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(
            HEADER_SIZE + LENGTHS_AND_CHECKSUM + tenant.length + hash.length + value.length);
    file.putInt(FORMAT).putLong(expiryMillis);
    file.putInt(tenant.length).put(tenant);
    file.putInt(hash.length).put(hash);
    file.putInt(value.length).put(value);
    file.putInt(checksum(file.array(), file.position()));
    return file.array();
  }

  /**
   * Returns the entry of a file.
   *
   * @throws IllegalArgumentException if the bytes are not those of a whole file
   */
  public static FolderEntry decode(byte[] bytes) {
    int end = bytes.length - Integer.BYTES;
    ByteBuffer file = ByteBuffer.wrap(bytes);
    if (end < HEADER_SIZE || file.getInt() != FORMAT) {
      throw new IllegalArgumentException("expected a value of a cache, found another content");
    }
    if (file.getInt(end) != checksum(bytes, end)) {
      throw new IllegalArgumentException("its checksum does not match its content");
    }
    try {
      long expiryMillis = file.getLong();
      var key = new CacheKey(text(file), text(file));
      return new FolderEntry(key, expiryMillis, next(file));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("its lengths exceed its size", e);
    }
  }

  /**
   * Returns the expiry of a file that begins with some bytes.
   *
   * @throws IllegalArgumentException if they are not the header of a file
   */
  static long expiryMillis(byte[] header) {
    ByteBuffer file = ByteBuffer.wrap(header);
    if (header.length < HEADER_SIZE || file.getInt() != FORMAT) {
      throw new IllegalArgumentException("expected a value of a cache, found another content");
    }
    return file.getLong();
  }

  private static String text(ByteBuffer file) {
    return new String(next(file), StandardCharsets.UTF_8);
  }

  private static byte[] next(ByteBuffer file) {
    int length = file.getInt();
    if (length < 0 || length > file.remaining()) {
      throw new BufferUnderflowException();
    }
    var bytes = new byte[length];
    file.get(bytes);
    return bytes;
  }

  private static int checksum(byte[] bytes, int length) {
    var checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }
}
