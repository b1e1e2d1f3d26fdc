package org.atomicagents.internal.schema.partial;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The characters of a partially received string, which are appended and never changed.
 *
 * <p>Texts in Latin-1 are stored in one byte per character, as in {@code String}: a string of the
 * first characters is a copy of memory, and needs no compression. Written by one thread.
 */
public final class PartialText {
  private static final int INITIAL_CAPACITY = 32;
  private static final int MAX_LATIN1 = 0xFF;

  private byte[] latin1 = new byte[INITIAL_CAPACITY];
  // Null until the first character beyond Latin-1.
  private char @Nullable [] chars;
  private int length;

  /** Appends characters. */
  void append(char[] source, int from, int to) {
    int next = chars == null ? appendLatin1(source, from, to) : from;
    if (next < to) {
      appendChars(source, next, to);
    }
  }

  /** Appends characters up to the first one beyond Latin-1, and returns the index of the next. */
  private int appendLatin1(char[] source, int from, int to) {
    int needed = length + to - from;
    if (needed > latin1.length) {
      latin1 = Arrays.copyOf(latin1, Math.max(needed, 2 * latin1.length));
    }
    int i = from;
    while (i < to && source[i] <= MAX_LATIN1) {
      latin1[length++] = (byte) source[i++];
    }
    return i;
  }

  private void appendChars(char[] source, int from, int to) {
    int needed = length + to - from;
    char[] target = chars;
    if (target == null) {
      target = new char[Math.max(needed, latin1.length)];
      for (int i = 0; i < length; i++) {
        target[i] = (char) (latin1[i] & MAX_LATIN1);
      }
    } else if (needed > target.length) {
      target = Arrays.copyOf(target, Math.max(needed, 2 * target.length));
    }
    System.arraycopy(source, from, target, length, to - from);
    chars = target;
    length = needed;
  }

  /** Returns the number of characters without a high surrogate whose low surrogate is missing. */
  int visibleLength() {
    char[] all = chars;
    return all != null && length > 0 && Character.isHighSurrogate(all[length - 1])
        ? length - 1
        : length;
  }

  /** Returns all characters. */
  Prefix all() {
    return new Prefix(latin1, chars, length);
  }

  /** Returns the visible characters. */
  Prefix visible() {
    return new Prefix(latin1, chars, visibleLength());
  }

  /** The first characters of a text, to which others may be appended. Immutable. */
  public static final class Prefix {
    private final byte[] latin1;
    private final char @Nullable [] chars;
    private final int length;

    private Prefix(byte[] latin1, char @Nullable [] chars, int length) {
      this.latin1 = latin1;
      this.chars = chars;
      this.length = length;
    }

    int length() {
      return length;
    }

    /** Returns a view of the characters, of which parts are copied alone. */
    CharSequence view() {
      return chars == null ? new Latin1View(latin1, 0, length) : CharBuffer.wrap(chars, 0, length);
    }

    @Override
    public String toString() {
      return chars == null
          ? new String(latin1, 0, length, StandardCharsets.ISO_8859_1)
          : new String(chars, 0, length);
    }
  }

  /** A view of characters in Latin-1. */
  private static final class Latin1View implements CharSequence {
    private final byte[] bytes;
    private final int from;
    private final int to;

    Latin1View(byte[] bytes, int from, int to) {
      this.bytes = bytes;
      this.from = from;
      this.to = to;
    }

    @Override
    public int length() {
      return to - from;
    }

    @Override
    public char charAt(int index) {
      return (char) (bytes[from + Objects.checkIndex(index, length())] & MAX_LATIN1);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      Objects.checkFromToIndex(start, end, length());
      return new Latin1View(bytes, from + start, from + end);
    }

    @Override
    public String toString() {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
  }
}
