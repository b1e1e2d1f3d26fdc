package org.atomicagents.internal.provider.batch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the lines of a file, which end with a line feed, optionally after a carriage return.
 *
 * <p>Lines without content are skipped. Not thread-safe.
 */
final class JsonLineReader implements ResultLines {
  private final ResultFile file;
  private final InputStream input;
  private final int maxBytes;
  private final byte[] buffer = new byte[1 << 16];
  private byte[] line = new byte[8192];
  private int position;
  private int limit;

  /**
   * Creates a reader.
   *
   * @param maxBytes the maximum number of bytes that are kept of a line
   */
  JsonLineReader(ResultFile file, int maxBytes) {
    this.file = file;
    this.input = file.open();
    this.maxBytes = maxBytes;
  }

  @Override
  public @Nullable ResultLine next() {
    try {
      ResultLine next = read();
      while (next != null && isBlank(next)) {
        next = read();
      }
      return next;
    } catch (IOException e) {
      throw file.file().failure("read", e);
    }
  }

  private @Nullable ResultLine read() throws IOException {
    int length = 0;
    boolean isTooLong = false;
    while (position < limit || fill()) {
      int end = indexOfLineFeed();
      int kept = Math.min(end - position, maxBytes - length);
      isTooLong |= kept < end - position;
      if (length + kept > line.length) {
        line = Arrays.copyOf(line, (int) Math.min(maxBytes, 2L * (length + kept)));
      }
      System.arraycopy(buffer, position, line, length, kept);
      length += kept;
      boolean isEnded = end < limit;
      position = isEnded ? end + 1 : end;
      if (isEnded) {
        return new ResultLine(line, length, isTooLong, true);
      }
    }
    return length == 0 ? null : new ResultLine(line, length, isTooLong, false);
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, input.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  /** Returns the index of the next line feed in the buffer, or the end of the buffer. */
  private int indexOfLineFeed() {
    int index = position;
    while (index < limit && buffer[index] != '\n') {
      index++;
    }
    return index;
  }

  private static boolean isBlank(ResultLine line) {
    for (int i = 0; i < line.length(); i++) {
      if (line.bytes()[i] > ' ' || line.bytes()[i] < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    try {
      input.close();
    } catch (IOException e) {
      // Nothing was written.
    }
  }
}
