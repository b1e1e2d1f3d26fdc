package org.atomicagents.internal.json;

/** One escape of JSON that comes character by character, behind its backslash. */
final class EscapeText {
  /** It isn't over. */
  static final int OPEN = -1;

  /** JSON doesn't know it. */
  static final int UNKNOWN = -2;

  private static final String NAMES = "\"\\/bfnrt";
  private static final String MEANINGS = "\"\\/\b\f\n\r\t";
  private static final int NONE = -1;
  private static final int DIGITS = 4;

  private int code;
  private int digits = NONE;

  void begin() {
    code = 0;
    digits = NONE;
  }

  /** Whether it is one of a code, as in {@code u00e9}. */
  boolean isCode() {
    return digits != NONE;
  }

  /** What it means, if it ends with that character; else {@link #OPEN} or {@link #UNKNOWN}. */
  int next(char c) {
    if (digits == NONE) {
      digits = c == 'u' ? 0 : NONE;
      int known = NAMES.indexOf(c);
      return c == 'u' ? OPEN : known < 0 ? UNKNOWN : MEANINGS.charAt(known);
    }
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      return UNKNOWN;
    }
    code = 16 * code + digit;
    return ++digits == DIGITS ? code : OPEN;
  }
}
