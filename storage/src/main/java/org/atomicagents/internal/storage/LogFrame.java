package org.atomicagents.internal.storage;

import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The frame of a record: the length of its body, and a CRC-32C of length and body. */
final class LogFrame {
  /** The size of the frame in bytes; the body follows. */
  static final int SIZE = 2 * Integer.BYTES;

  private LogFrame() {}

  /** Returns a frame with its body. */
  static ByteBuffer of(byte[] body) {
    return ByteBuffer.allocate(SIZE + body.length)
        .putInt(body.length)
        .putInt(crc(body))
        .put(body)
        .rewind();
  }

  /**
   * Returns the body of the next record; null if the record is damaged or incomplete.
   *
   * @param available the number of bytes up to the end of the file
   */
  static byte @Nullable [] read(DataInput input, long available) throws IOException {
    if (available < SIZE) {
      return null;
    }
    int length = input.readInt();
    int crc = input.readInt();
    if (length < 0 || length > available - SIZE) {
      return null;
    }
    var body = new byte[length];
    input.readFully(body);
    return crc(body) == crc ? body : null;
  }

  private static int crc(byte[] body) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(body.length).rewind());
    crc.update(body);
    return (int) crc.getValue();
  }
}
