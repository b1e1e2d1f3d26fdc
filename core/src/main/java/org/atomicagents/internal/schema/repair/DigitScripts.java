package org.atomicagents.internal.schema.repair;

/** Converts the digits of other scripts, such as full-width or Arabic ones, to ASCII. */
final class DigitScripts {
  private static final char FIRST_NON_ASCII = 128;
  private static final char FULL_WIDTH_ZERO = '０';
  private static final char FULL_WIDTH_OFFSET = FULL_WIDTH_ZERO - '0';

  private DigitScripts() {}

  /**
   * Returns the text with ASCII digits and separators if its digits are those of one other script;
   * otherwise the text itself, since a mixture is no number of any script.
   */
  static String toLatin(String text) {
    int zero = zeroOf(text);
    if (zero == '0') {
      return text;
    }
    var latin = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      latin.appendCodePoint(c >= zero && c < zero + 10 ? '0' + c - zero : separatorOf(c, zero));
      i += Character.charCount(c);
    }
    return latin.toString();
  }

  /** Returns the zero of the only script of the digits; that of ASCII if there are several. */
  private static int zeroOf(String text) {
    int zero = -1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c < FIRST_NON_ASCII ? c >= '0' && c <= '9' : Character.isDigit(c)) {
        int own = c - Character.digit(c, 10);
        if (own == '0' || (zero >= 0 && zero != own)) {
          return '0';
        }
        zero = own;
      }
      i += Character.charCount(c);
    }
    return zero < 0 ? '0' : zero;
  }

  private static int separatorOf(int c, int zero) {
    return switch (c) {
      // The decimal and the thousands separator of Arabic.
      case '٫' -> '.';
      case '٬' -> ',';
      case '．', '，', '－', '＋' -> zero == FULL_WIDTH_ZERO ? c - FULL_WIDTH_OFFSET : c;
      default -> c;
    };
  }
}
