package org.atomicagents.internal.batch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream, in memory of a line. Lines end with LF or CRLF; the last one may have no
 * end. A byte order mark at the beginning is skipped. Not thread-safe.
 */
public final class LineReader implements AutoCloseable {
  private static final int BUFFER_SIZE = 1 << 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream in;
  private final String source;
  private final int maxBytes;
  private final byte[] buffer = new byte[BUFFER_SIZE];
  private int position;
  private int limit;
  private byte[] line = new byte[256];
  private int length;
  private boolean isTooLong;
  private long number;

  /**
   * Creates a reader.
   *
   * @param source the name of the stream in messages
   * @param maxBytes the maximum size of a line; longer ones are skipped in constant memory
   * @throws IllegalArgumentException if the maximum is less than 1
   */
  public LineReader(InputStream in, String source, int maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxLineBytes: expected 1 or more, found " + maxBytes);
    }
    this.in = in;
    this.source = source;
    this.maxBytes = maxBytes;
  }

  /** Returns the next line that is not blank; null at the end. */
  public @Nullable TextLine nextContent() throws IOException {
    while (true) {
      TextLine next = next();
      if (next == null || !next.isBlank()) {
        return next;
      }
    }
  }

  /** Returns the number of the remaining lines that are not blank. */
  public long countContent() throws IOException {
    long count = 0;
    while (nextContent() != null) {
      count++;
    }
    return count;
  }

  /** Sets the number of the next line, from 1. */
  public void startAt(long line) {
    number = line - 1;
  }

  /** Returns the number of the latest line, from 1. */
  public long number() {
    return number;
  }

  private @Nullable TextLine next() throws IOException {
    length = 0;
    isTooLong = false;
    while (true) {
      if (position == limit && !fill()) {
        return length == 0 && !isTooLong ? null : finish();
      }
      int end = indexOfLineFeed();
      append(end < 0 ? limit : end);
      if (end >= 0) {
        position = end + 1;
        return finish();
      }
      position = limit;
    }
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer);
    position = 0;
    limit = Math.max(0, count);
    return count > 0 || (count == 0 && fill());
  }

  private int indexOfLineFeed() {
    for (int i = position; i < limit; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void append(int end) {
    int more = end - position;
    // The carriage return of the end may be the last byte.
    if (isTooLong || more > maxBytes + 1 + BYTE_ORDER_MARK.length - length) {
      isTooLong = true;
      return;
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(length + more, Math.min(line.length * 2, maxBytes)));
    }
    System.arraycopy(buffer, position, line, length, more);
    length += more;
  }

  private TextLine finish() {
    number++;
    int start = number == 1 && startsWithMark() ? BYTE_ORDER_MARK.length : 0;
    int end = length > start && line[length - 1] == '\r' ? length - 1 : length;
    boolean isValid = !isTooLong && end - start <= maxBytes;
    byte[] bytes = isValid ? Arrays.copyOfRange(line, start, end) : null;
    if (line.length > BUFFER_SIZE) {
      // A single large line must not occupy its memory until the end.
      line = new byte[BUFFER_SIZE];
    }
    return new TextLine(source, number, bytes);
  }

  private boolean startsWithMark() {
    return length >= BYTE_ORDER_MARK.length
        && Arrays.equals(
            line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
