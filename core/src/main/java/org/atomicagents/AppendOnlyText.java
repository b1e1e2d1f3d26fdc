package org.atomicagents;

import java.util.Arrays;

/** A text to which more is added; what was added stays, and can be read meanwhile. */
final class AppendOnlyText {
  private char[] chars = new char[256];
  private int[] ends = new int[32];
  private int length;
  private int pieces;

  /** A part of it; immutable, since what was added stays. */
  @SuppressWarnings("ArrayRecordComponent") // shared with what is added to
  record Span(char[] chars, int from, int to) {
    @Override
    public String toString() {
      return new String(chars, from, to - from);
    }
  }

  void add(String piece) {
    int added = piece.length();
    if (length + added > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(length + added, 2 * chars.length));
    }
    piece.getChars(0, added, chars, length);
    length += added;
    if (pieces == ends.length) {
      ends = Arrays.copyOf(ends, 2 * pieces);
    }
    ends[pieces++] = length;
  }

  int length() {
    return length;
  }

  int pieces() {
    return pieces;
  }

  Span piece(int index) {
    return new Span(chars, index == 0 ? 0 : ends[index - 1], ends[index]);
  }

  Span since(int from) {
    return new Span(chars, from, length);
  }
}
