package org.atomicagents.internal.schema.repair;

import java.util.Currency;
import org.atomicagents.internal.json.JsonLiterals;
import org.jspecify.annotations.Nullable;

/**
 * Reads numbers as people write them, where all people read them alike.
 *
 * <p>Groups of three digits, parted by one kind of comma, space, underscore or apostrophe; a
 * currency sign or code before or behind; a sign. Not: a decimal comma, a percentage, a number in
 * words, a hexadecimal number, leading zeros. Nor a point before exactly three digits beside a
 * currency or in a text, which parts thousands in half of the world: 1.000.
 */
final class NumberTextParser {
  private static final int GROUP_SIZE = 3;

  private NumberTextParser() {}

  /** The whole number as JSON has it; null if it can't be said which one is meant. */
  static @Nullable String normalizeInteger(String text) {
    return normalize(text);
  }

  /**
   * The number as JSON has it; null if it can't be said which one is meant. One comma before three
   * digits may part a fraction as well.
   */
  static @Nullable String normalizeNumber(String text) {
    int comma = text.indexOf(',');
    boolean unsure = comma >= 0 && comma == text.lastIndexOf(',') && text.indexOf('.') < 0;
    return unsure ? null : normalize(text);
  }

  /** Whether a number's point may part thousands as well as a fraction. */
  static boolean hasAmbiguousPoint(String number) {
    String said = number.strip();
    int start = isMinus(said, 0) || said.startsWith("+") ? 1 : 0;
    int point = digitsEnd(said, start);
    return point > start
        && point - start <= GROUP_SIZE
        && said.charAt(start) != '0'
        && said.startsWith(".", point)
        && point + 1 + GROUP_SIZE == said.length()
        && digitsEnd(said, point + 1) == said.length();
  }

  private static @Nullable String normalize(String text) {
    String said = text.strip();
    if (JsonLiterals.isNumber(said)) {
      return said;
    }
    boolean negative = isMinus(said, 0);
    String unsigned = negative || said.startsWith("+") ? said.substring(1) : said;
    String amount = withoutCurrency(unsigned);
    if (amount == null) {
      return null;
    }
    boolean isMoney = !amount.equals(unsigned.strip());
    if (!negative && isMinus(amount, 0) && !amount.equals(said)) {
      negative = true;
      amount = amount.substring(1);
    }
    if (isMoney && hasAmbiguousPoint(amount)) {
      return null;
    }
    String number = normalizeUnsigned(amount.replace('\u00a0', ' ').replace('\u202f', ' '));
    return number == null ? null : (negative ? "-" : "") + number;
  }

  private static boolean isMinus(String text, int at) {
    return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '−');
  }

  /** What is left without a currency; null if nothing is. */
  private static @Nullable String withoutCurrency(String text) {
    int end = text.length();
    String left = text;
    if (!text.isEmpty() && isCurrency(text.charAt(0))) {
      left = text.substring(1);
    } else if (!text.isEmpty() && isCurrency(text.charAt(end - 1))) {
      left = text.substring(0, end - 1);
    } else if (end > GROUP_SIZE + 1
        && isCurrencyCode(text.substring(0, GROUP_SIZE))
        && text.charAt(GROUP_SIZE) == ' ') {
      left = text.substring(GROUP_SIZE);
    } else if (end > GROUP_SIZE + 1
        && isCurrencyCode(text.substring(end - GROUP_SIZE))
        && text.charAt(end - GROUP_SIZE - 1) == ' ') {
      left = text.substring(0, end - GROUP_SIZE);
    }
    left = left.strip();
    return left.isEmpty() ? null : left;
  }

  private static boolean isCurrency(char c) {
    return Character.getType(c) == Character.CURRENCY_SYMBOL;
  }

  private static boolean isCurrencyCode(String text) {
    return text.chars().allMatch(c -> c >= 'A' && c <= 'Z')
        && Currency.getAvailableCurrencies().stream()
            .anyMatch(currency -> currency.getCurrencyCode().equals(text));
  }

  /** A number without a sign. */
  private static @Nullable String normalizeUnsigned(String text) {
    if (text.startsWith(".")) {
      return validOrNull("0" + text);
    }
    if (text.endsWith(".")) {
      return validOrNull(text.substring(0, text.length() - 1));
    }
    int first = digitsEnd(text, 0);
    boolean grouped =
        first > 0
            && first <= GROUP_SIZE
            && text.charAt(0) != '0'
            && first < text.length()
            && ", _'’".indexOf(text.charAt(first)) >= 0;
    return grouped ? removeGrouping(text, first) : validOrNull(text);
  }

  private static @Nullable String removeGrouping(String text, int first) {
    char separator = text.charAt(first);
    var digits = new StringBuilder(text.length()).append(text, 0, first);
    int at = first;
    while (at < text.length() && text.charAt(at) == separator) {
      int end = digitsEnd(text, at + 1);
      if (end - at - 1 != GROUP_SIZE) {
        return null;
      }
      digits.append(text, at + 1, end);
      at = end;
    }
    String rest = text.substring(at);
    boolean isFraction = rest.startsWith(".") && digitsEnd(rest, 1) == rest.length();
    return rest.isEmpty() || isFraction ? validOrNull(digits.append(rest).toString()) : null;
  }

  private static @Nullable String validOrNull(String number) {
    return !number.startsWith("-") && JsonLiterals.isNumber(number) ? number : null;
  }

  private static int digitsEnd(String text, int start) {
    int i = start;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }
}
