package org.atomicagents.internal.stream;

import java.util.Arrays;

/**
 * An append-only text with the boundaries of its chunks.
 *
 * <p>Not thread-safe, but its spans are: appended text never changes.
 */
final class AppendOnlyText {
  private char[] chars = new char[256];
  private int[] chunkEnds = new int[32];
  private int length;
  private int chunks;

  /** A part of the text. Immutable. */
  @SuppressWarnings("ArrayRecordComponent") // shared with the text, to which chars are appended
  record Span(char[] chars, int from, int to) {
    @Override
    public String toString() {
      return new String(chars, from, to - from);
    }
  }

  void append(String chunk) {
    int added = chunk.length();
    if (length + added > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(length + added, 2 * chars.length));
    }
    chunk.getChars(0, added, chars, length);
    length += added;
    if (chunks == chunkEnds.length) {
      chunkEnds = Arrays.copyOf(chunkEnds, 2 * chunks);
    }
    chunkEnds[chunks++] = length;
  }

  int length() {
    return length;
  }

  /** Returns the number of chunks. */
  int chunks() {
    return chunks;
  }

  /** Returns the chunk at an index, from 0. */
  Span chunk(int index) {
    return new Span(chars, index == 0 ? 0 : chunkEnds[index - 1], chunkEnds[index]);
  }

  /** Returns the text from an offset to the current end. */
  Span since(int from) {
    return new Span(chars, from, length);
  }
}
