package org.atomicagents.internal;

/** Computes the length of a text in UTF-8 without encoding it. */
public final class Utf8Length {
  private Utf8Length() {}

  /** Returns the number of bytes. */
  public static int length(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A surrogate pair is two chars and four bytes.
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }
}
