package org.atomicagents.internal.json.incremental;

/** One escape of JSON that comes character by character, behind its backslash. */
final class EscapeDecoder {
  /** It isn't over. */
  static final int INCOMPLETE = -1;

  /** JSON doesn't know it. */
  static final int UNKNOWN = -2;

  private static final String ESCAPE_NAMES = "\"\\/bfnrt";
  private static final String ESCAPED_CHARACTERS = "\"\\/\b\f\n\r\t";
  private static final int NONE = -1;
  private static final int DIGITS = 4;

  private int code;
  private int digits = NONE;

  void start() {
    code = 0;
    digits = NONE;
  }

  /** Whether it is one of a code, as in {@code u00e9}. */
  boolean isCode() {
    return digits != NONE;
  }

  /**
   * What it means, if it ends with that character; else {@link #INCOMPLETE} or {@link #UNKNOWN}.
   */
  int accept(char c) {
    if (digits == NONE) {
      digits = c == 'u' ? 0 : NONE;
      int known = ESCAPE_NAMES.indexOf(c);
      return c == 'u' ? INCOMPLETE : known < 0 ? UNKNOWN : ESCAPED_CHARACTERS.charAt(known);
    }
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      return UNKNOWN;
    }
    code = 16 * code + digit;
    return ++digits == DIGITS ? code : INCOMPLETE;
  }
}
