package org.atomicagents.internal.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first bytes of a log: its kind, and a mark, the end of its committed records.
 *
 * <p>The mark distinguishes a record that was never completed, which ends the log after a crash,
 * from a committed record that was cut off or damaged later. It is written in two slots in turn, so
 * that an interrupted write leaves the other one.
 */
final class LogHeader {
  /** The size of the header in bytes; the first record follows. */
  static final int SIZE = 64;

  private static final byte[] MAGIC = {'A', 'T', 'O', 'M', 'L', 'O', 'G', '1'};
  private static final int KIND_OFFSET = MAGIC.length;
  private static final int CRC_OFFSET = KIND_OFFSET + Integer.BYTES;
  private static final int FIRST_SLOT = 16;
  private static final int SLOT_SIZE = 16;

  private LogHeader() {}

  /** Returns the header of an empty log. */
  static ByteBuffer create(int kind) {
    ByteBuffer header = ByteBuffer.allocate(SIZE).put(MAGIC).putInt(kind);
    header.putInt(crc(header.array(), 0, CRC_OFFSET));
    header.position(FIRST_SLOT).put(slot(SIZE));
    return header.rewind();
  }

  /**
   * Returns the end of the committed records.
   *
   * @param bytes the first bytes of the file
   * @throws LogDamagedException if they are not the header of a log of this kind
   */
  static long readMark(byte[] bytes, int kind) throws LogDamagedException {
    if (bytes.length < SIZE) {
      throw new LogDamagedException(
          bytes.length, "the file ends within its header of " + SIZE + " bytes");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (!Arrays.equals(MAGIC, 0, MAGIC.length, bytes, 0, MAGIC.length)
        || header.getInt(CRC_OFFSET) != crc(bytes, 0, CRC_OFFSET)
        || header.getInt(KIND_OFFSET) != kind) {
      throw new LogDamagedException(0, "the header is damaged, or the file is of another kind");
    }
    long mark = -1;
    for (int slot = FIRST_SLOT; slot <= FIRST_SLOT + SLOT_SIZE; slot += SLOT_SIZE) {
      if (header.getInt(slot + Long.BYTES) == crc(bytes, slot, Long.BYTES)) {
        mark = Math.max(mark, header.getLong(slot));
      }
    }
    if (mark < SIZE) {
      throw new LogDamagedException(FIRST_SLOT, "the mark of the committed records is damaged");
    }
    return mark;
  }

  /**
   * Writes the mark into one of its two slots.
   *
   * @param count selects the slot; consecutive numbers select different ones
   */
  static void writeMark(FileChannel file, long mark, long count) throws IOException {
    writeFully(file, slot(mark), FIRST_SLOT + SLOT_SIZE * (count & 1));
  }

  static void writeFully(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    long next = position;
    while (bytes.hasRemaining()) {
      next += file.write(bytes, next);
    }
  }

  private static ByteBuffer slot(long mark) {
    ByteBuffer slot = ByteBuffer.allocate(SLOT_SIZE).putLong(mark);
    return slot.putInt(crc(slot.array(), 0, Long.BYTES)).rewind();
  }

  static int crc(byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
