package org.atomicagents.internal.json;

import java.util.Locale;
import java.util.Set;

/** Numbers and literals: what stands in JSON without quotes. */
public final class JsonLiterals {
  // None, nil and the like are words for null; what they mean is for whoever knows the type.
  private static final Set<String> LITERALS =
      Set.of(
          "true",
          "false",
          "null",
          "none",
          "nil",
          "undefined",
          "nan",
          "infinity",
          "-infinity",
          "yes",
          "no");

  private static final int MAX_LITERAL_LENGTH = 9;

  /** How long a number may be, as Jackson has it. */
  public static final int MAX_LENGTH = 1_000;

  private JsonLiterals() {}

  /** Whether it is a number or a literal of JSON. */
  public static boolean isValid(String word) {
    return isValid(word, 0, word.length());
  }

  public static boolean isValid(String text, int start, int end) {
    return isNumber(text, start, end)
        || isLiteral("true", text, start, end)
        || isLiteral("false", text, start, end)
        || isLiteral("null", text, start, end);
  }

  /** Whether it is a number, or a literal of any language. */
  public static boolean isNumberOrLiteral(String word) {
    return isNumberOrLiteral(word, 0, word.length());
  }

  public static boolean isNumberOrLiteral(String text, int start, int end) {
    return isNumber(text, start, end)
        || (end - start <= MAX_LITERAL_LENGTH
            && LITERALS.contains(text.substring(start, end).toLowerCase(Locale.ROOT)));
  }

  /** Whether it is a number as JSON has it. */
  public static boolean isNumber(String word) {
    return isNumber(word, 0, word.length());
  }

  static boolean isNumber(String text, int start, int end) {
    int i = start < end && text.charAt(start) == '-' ? start + 1 : start;
    int whole = digitsEnd(text, i, end);
    if (whole == i || (whole - i > 1 && text.charAt(i) == '0')) {
      return false;
    }
    i = whole;
    if (i < end && text.charAt(i) == '.') {
      int fraction = digitsEnd(text, i + 1, end);
      if (fraction == i + 1) {
        return false;
      }
      i = fraction;
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

  /** The end of the digits that begin there. */
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
   * The word of JSON for a literal of Python or another language; the word itself if there is none.
   */
  public static String normalizeLiteral(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true" -> "true";
      case "false" -> "false";
      case "null", "none" -> "null";
      default -> word;
    };
  }
}
