package org.atomicagents.internal.json;

/** Recognizes the unquoted tokens of JSON: numbers and literals. */
public final class JsonLiterals {
  // Includes the literals of other languages, such as None and nil: whether they mean null depends
  // on the type, which is not known here.
  private static final String[] LITERALS = {
    "true", "false", "null", "none", "nil", "undefined", "nan", "infinity", "-infinity", "yes", "no"
  };

  /** The maximum length of a number, the same as Jackson's. */
  public static final int MAX_LENGTH = 1_000;

  /**
   * The maximum absolute value of a number's exponent. An exponent thus denotes no longer number
   * than digits could, so that the conversion to an integer or to plain notation stays cheap: that
   * of {@code 1e999999999} would allocate gigabytes.
   */
  public static final int MAX_EXPONENT = MAX_LENGTH;

  private JsonLiterals() {}

  /** Returns whether the exponent of a number in JSON notation is in range, or absent. */
  public static boolean hasReadableExponent(String number) {
    int end = number.length();
    int i = digitsEnd(number, number.startsWith("-") ? 1 : 0, end);
    if (i < end && number.charAt(i) == '.') {
      i = digitsEnd(number, i + 1, end);
    }
    if (i == end) {
      return true;
    }
    i++;
    if (i < end && (number.charAt(i) == '+' || number.charAt(i) == '-')) {
      i++;
    }
    int exponent = 0;
    for (; i < end && exponent <= MAX_EXPONENT; i++) {
      exponent = exponent * 10 + number.charAt(i) - '0';
    }
    return exponent <= MAX_EXPONENT;
  }

  /** Returns whether a token is a number or a literal in strict JSON. */
  public static boolean isValid(String token) {
    return isValid(token, 0, token.length());
  }

  public static boolean isValid(String text, int start, int end) {
    return isNumber(text, start, end)
        || isLiteral("true", text, start, end)
        || isLiteral("false", text, start, end)
        || isLiteral("null", text, start, end);
  }

  /** Returns whether a token is a JSON number, or a literal of JSON or another language. */
  public static boolean isNumberOrLiteral(String token) {
    return isNumberOrLiteral(token, 0, token.length());
  }

  public static boolean isNumberOrLiteral(String text, int start, int end) {
    if (isNumber(text, start, end)) {
      return true;
    }
    for (String literal : LITERALS) {
      if (isInAnyCase(literal, text, start, end)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInAnyCase(String literal, String text, int start, int end) {
    if (end - start != literal.length()) {
      return false;
    }
    int i = 0;
    while (i < literal.length() && toLowerCase(text.charAt(start + i)) == literal.charAt(i)) {
      i++;
    }
    return i == literal.length();
  }

  // Of ASCII letters only: others are not part of a literal in any case.
  private static char toLowerCase(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  /** Returns whether a token is a number in strict JSON. */
  public static boolean isNumber(String token) {
    return isNumber(token, 0, token.length());
  }

  public static boolean isNumber(String text, int start, int end) {
    int i = start < end && text.charAt(start) == '-' ? start + 1 : start;
    int integerEnd = digitsEnd(text, i, end);
    if (integerEnd == i || (integerEnd - i > 1 && text.charAt(i) == '0')) {
      return false;
    }
    i = integerEnd;
    if (i < end && text.charAt(i) == '.') {
      int fractionEnd = digitsEnd(text, i + 1, end);
      if (fractionEnd == i + 1) {
        return false;
      }
      i = fractionEnd;
    }
    return i == end || isExponent(text, i, end);
  }

  private static boolean isExponent(String text, int start, int end) {
    char c = text.charAt(start);
    if (c != 'e' && c != 'E') {
      return false;
    }
    int i = start + 1;
    if (i < end && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
      i++;
    }
    return i < end && digitsEnd(text, i, end) == end;
  }

  /** Returns the end of the run of digits that begins at {@code start}, exclusive. */
  public static int digitsEnd(String text, int start, int end) {
    int i = start;
    while (i < end && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }

  private static boolean isLiteral(String literal, String text, int start, int end) {
    return end - start == literal.length() && text.startsWith(literal, start);
  }

  /**
   * Returns the JSON literal for a literal of Python or another language; the token itself if it
   * has none.
   */
  public static String normalizeLiteral(String token) {
    return switch (CaseConverter.lowerCase(token)) {
      case "true" -> "true";
      case "false" -> "false";
      case "null", "none" -> "null";
      default -> token;
    };
  }
}
