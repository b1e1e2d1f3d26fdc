package org.atomicagents.cli.spark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atomicagents.batch.JsonLinesReader;

/**
 * Splits a JSON Lines file at the beginnings of items, in one pass and constant memory. Items are
 * the same lines as those of a {@link JsonLinesReader}: lines that are not blank. Not thread-safe.
 */
final class LineSplitter {
  private static final int MAX_MARKS = 1 << 15;
  private static final int BUFFER_SIZE = 1 << 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final long maxItems;

  /** The beginnings of the items with an index that is a multiple of the stride. */
  private final List<Mark> marks = new ArrayList<>();

  private long stride = 1;
  private long items;
  private long position;
  private long lineStart;
  private long line = 1;
  private boolean isBlank = true;

  private record Mark(long start, long line, long index) {}

  private LineSplitter(long maxItems) {
    this.maxItems = maxItems;
  }

  /**
   * Returns the splitter of a file, after reading it.
   *
   * @param in the content, which is read to its end or to the maximum
   * @param maxItems the number of items after which the rest of the file is ignored
   */
  static LineSplitter read(InputStream in, long maxItems) throws IOException {
    var splitter = new LineSplitter(maxItems);
    splitter.scan(new BufferedInputStream(in));
    return splitter;
  }

  /** Returns the number of items, which is at most the maximum. */
  long items() {
    return items;
  }

  private void scan(BufferedInputStream in) throws IOException {
    in.mark(BYTE_ORDER_MARK.length);
    if (Arrays.equals(in.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
      position = BYTE_ORDER_MARK.length;
    } else {
      in.reset();
    }
    var buffer = new byte[BUFFER_SIZE];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      for (int i = 0; i < count; i++) {
        if (!accept(buffer[i])) {
          return;
        }
        position++;
      }
    }
    endLine();
  }

  /** Adds a byte, and returns whether more are needed. */
  private boolean accept(byte b) {
    if (b == '\n') {
      boolean isComplete = !endLine();
      line++;
      lineStart = position + 1;
      isBlank = true;
      return !isComplete;
    }
    return !isBlank || b == ' ' || b == '\t' || b == '\r' || beginItem();
  }

  /** Ends a line, and returns whether more are needed. A line above the maximum size is an item. */
  private boolean endLine() {
    boolean isItem = isBlank && position - lineStart > JsonLinesReader.DEFAULT_MAX_LINE_BYTES + 1L;
    return !isItem || beginItem();
  }

  /** Begins an item, and returns whether it is one of the first ones. */
  private boolean beginItem() {
    isBlank = false;
    if (items == maxItems) {
      position = lineStart;
      return false;
    }
    if (items % stride == 0) {
      if (marks.size() == MAX_MARKS) {
        stride *= 2;
        marks.removeIf(mark -> mark.index() % stride != 0);
      }
      if (items % stride == 0) {
        marks.add(new Mark(lineStart, line, items));
      }
    }
    items++;
    return true;
  }

  /**
   * Returns the file in parts of about the same number of items, in the order of the file.
   *
   * @param parts the number of parts; fewer are returned for a file with fewer items
   */
  List<LineSplit> split(int parts) {
    List<Mark> starts = new ArrayList<>();
    long next = 0;
    for (Mark mark : marks) {
      if (mark.index() * parts >= next * items) {
        starts.add(mark);
        next = mark.index() * parts / Math.max(1, items) + 1;
      }
    }
    List<LineSplit> splits = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      Mark start = starts.get(i);
      long end = i + 1 < starts.size() ? starts.get(i + 1).start() : position;
      splits.add(new LineSplit(start.start(), end, start.line(), start.index()));
    }
    return splits;
  }
}
