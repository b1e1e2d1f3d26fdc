package org.atomicagents.internal.json.incremental;

/** Decodes one JSON escape sequence, one character at a time, beginning after the backslash. */
final class EscapeDecoder {
  /** The escape sequence is incomplete. */
  static final int INCOMPLETE = -1;

  /** The escape sequence is not part of JSON. */
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

  /** Returns whether this is a numeric escape, such as {@code u00e9}. */
  boolean isCode() {
    return digits != NONE;
  }

  /**
   * Returns the decoded character if the escape sequence ends with {@code c}; otherwise {@link
   * #INCOMPLETE} or {@link #UNKNOWN}.
   */
  int accept(char c) {
    if (digits == NONE) {
      digits = c == 'u' ? 0 : NONE;
      int nameIndex = ESCAPE_NAMES.indexOf(c);
      return c == 'u' ? INCOMPLETE : nameIndex < 0 ? UNKNOWN : ESCAPED_CHARACTERS.charAt(nameIndex);
    }
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      return UNKNOWN;
    }
    code = 16 * code + digit;
    return ++digits == DIGITS ? code : INCOMPLETE;
  }
}
