package org.atomicagents.internal.json;

/** Characters that mean something between the values of a JSON text. */
public final class JsonCharacters {
  private JsonCharacters() {}

  /** White space, and what can't be seen: byte order marks, joiners, control characters. */
  public static boolean isSpace(char c) {
    return c <= ' '
        || (c >= 0x7f
            && (c <= 0xa0
                || c == 0xad
                || c == 0xfeff
                || c == 0x180e
                || Character.isSpaceChar(c)
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x2064)));
  }

  /** White space as JSON has it. */
  public static boolean isJsonSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  public static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  public static boolean isCloser(char c) {
    return c == '}' || c == ']';
  }

  public static boolean isQuote(char c) {
    return !closersOf(c).isEmpty();
  }

  /** The quotes that may end a text that begins with this one; empty if it is no quote. */
  public static String closersOf(char quote) {
    return switch (quote) {
      case '"' -> "\"";
      case '\'' -> "'";
      case '`' -> "`´";
      case '“', '”', '„', '‟' -> "”“";
      case '‘', '’', '‚', '‛' -> "’‘";
      case '«' -> "»";
      case '»' -> "«";
      case '‹' -> "›";
      case '›' -> "‹";
      default -> "";
    };
  }

  /** Whether a character may stand in a key without quotes. */
  public static boolean isKeyPart(char c) {
    return Character.isLetterOrDigit(c)
        || Character.isSurrogate(c)
        || c == '_'
        || c == '-'
        || c == '$'
        || c == '.'
        || c == '@';
  }
}
