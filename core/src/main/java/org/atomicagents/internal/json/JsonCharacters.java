package org.atomicagents.internal.json;

/** Classifies the characters that have a syntactic role in JSON text, strict or lenient. */
public final class JsonCharacters {
  private JsonCharacters() {}

  /**
   * Returns whether a character is white space or invisible, such as a byte order mark, a joiner or
   * a control character.
   */
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

  /** Returns whether a character is white space in strict JSON (RFC 8259). */
  public static boolean isJsonSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  public static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  /** Returns whether a character is a closing bracket. */
  public static boolean isCloser(char c) {
    return c == '}' || c == ']';
  }

  /** Returns whether a character can open a quoted string: a quotation mark of any kind. */
  public static boolean isQuote(char c) {
    return !closersOf(c).isEmpty();
  }

  /**
   * Returns the quotes that can close a string opened by {@code quote}; an empty string if it is
   * not a quote.
   */
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
      case '「' -> "」";
      case '『' -> "』";
      default -> "";
    };
  }

  /** Returns whether a character can be part of an unquoted key. */
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
