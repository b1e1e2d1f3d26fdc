package org.atomicagents.internal.schema.repair;

import java.util.Currency;
import org.atomicagents.internal.json.JsonLiterals;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes numbers in human notation to JSON, if the notation means the same in all countries.
 *
 * <p>Accepted: groups of three digits with one kind of separator (comma, space, underscore or
 * apostrophe), a currency sign or code before or after the number, and a sign. Rejected: a decimal
 * comma, percentages, numbers in words, hexadecimal numbers and leading zeros; also a point before
 * exactly three digits in a string or next to a currency, since {@code 1.000} is a thousand in half
 * of the world.
 */
final class NumberTextParser {
  private static final int GROUP_SIZE = 3;

  private NumberTextParser() {}

  /** Returns the integer in JSON notation; null if the text is not an unambiguous number. */
  static @Nullable String normalizeInteger(String text) {
    return normalize(text);
  }

  /**
   * Returns the number in JSON notation; null if the text is not an unambiguous number. A single
   * comma is ambiguous: it can separate thousands or a fraction.
   */
  static @Nullable String normalizeNumber(String text) {
    int comma = text.indexOf(',');
    boolean hasSingleComma = comma >= 0 && comma == text.lastIndexOf(',') && text.indexOf('.') < 0;
    return hasSingleComma ? null : normalize(text);
  }

  /** Returns whether the point of a number can separate thousands as well as a fraction. */
  static boolean hasAmbiguousPoint(String number) {
    String stripped = number.strip();
    int start = isMinus(stripped, 0) || stripped.startsWith("+") ? 1 : 0;
    int point = digitsEnd(stripped, start);
    return point > start
        && point - start <= GROUP_SIZE
        && stripped.charAt(start) != '0'
        && stripped.startsWith(".", point)
        && point + 1 + GROUP_SIZE == stripped.length()
        && digitsEnd(stripped, point + 1) == stripped.length();
  }

  private static @Nullable String normalize(String text) {
    String stripped = text.strip();
    if (JsonLiterals.isNumber(stripped)) {
      return stripped;
    }
    boolean isNegative = isMinus(stripped, 0);
    String unsigned = isNegative || stripped.startsWith("+") ? stripped.substring(1) : stripped;
    String amount = withoutCurrency(unsigned);
    if (amount == null) {
      return null;
    }
    boolean isMoney = !amount.equals(unsigned.strip());
    if (!isNegative && isMinus(amount, 0) && !amount.equals(stripped)) {
      isNegative = true;
      amount = amount.substring(1);
    }
    if (isMoney && hasAmbiguousPoint(amount)) {
      return null;
    }
    String number = normalizeUnsigned(amount.replace('\u00a0', ' ').replace('\u202f', ' '));
    return number == null ? null : (isNegative ? "-" : "") + number;
  }

  private static boolean isMinus(String text, int position) {
    return position < text.length()
        && (text.charAt(position) == '-' || text.charAt(position) == '−');
  }

  /** Returns the text without its currency; null if nothing remains. */
  private static @Nullable String withoutCurrency(String text) {
    int end = text.length();
    String amount = text;
    if (!text.isEmpty() && isCurrency(text.charAt(0))) {
      amount = text.substring(1);
    } else if (!text.isEmpty() && isCurrency(text.charAt(end - 1))) {
      amount = text.substring(0, end - 1);
    } else if (end > GROUP_SIZE + 1
        && isCurrencyCode(text.substring(0, GROUP_SIZE))
        && text.charAt(GROUP_SIZE) == ' ') {
      amount = text.substring(GROUP_SIZE);
    } else if (end > GROUP_SIZE + 1
        && isCurrencyCode(text.substring(end - GROUP_SIZE))
        && text.charAt(end - GROUP_SIZE - 1) == ' ') {
      amount = text.substring(0, end - GROUP_SIZE);
    }
    amount = amount.strip();
    return amount.isEmpty() ? null : amount;
  }

  private static boolean isCurrency(char c) {
    return Character.getType(c) == Character.CURRENCY_SYMBOL;
  }

  private static boolean isCurrencyCode(String text) {
    return text.chars().allMatch(c -> c >= 'A' && c <= 'Z')
        && Currency.getAvailableCurrencies().stream()
            .anyMatch(currency -> currency.getCurrencyCode().equals(text));
  }

  /** Returns an unsigned number in JSON notation; null if it is not one. */
  private static @Nullable String normalizeUnsigned(String text) {
    if (text.startsWith(".")) {
      return validOrNull("0" + text);
    }
    if (text.endsWith(".")) {
      return validOrNull(text.substring(0, text.length() - 1));
    }
    int firstGroupEnd = digitsEnd(text, 0);
    boolean isGrouped =
        firstGroupEnd > 0
            && firstGroupEnd <= GROUP_SIZE
            && text.charAt(0) != '0'
            && firstGroupEnd < text.length()
            && ", _'’".indexOf(text.charAt(firstGroupEnd)) >= 0;
    return isGrouped ? removeGrouping(text, firstGroupEnd) : validOrNull(text);
  }

  private static @Nullable String removeGrouping(String text, int firstGroupEnd) {
    char separator = text.charAt(firstGroupEnd);
    var digits = new StringBuilder(text.length()).append(text, 0, firstGroupEnd);
    int position = firstGroupEnd;
    while (position < text.length() && text.charAt(position) == separator) {
      int end = digitsEnd(text, position + 1);
      if (end - position - 1 != GROUP_SIZE) {
        return null;
      }
      digits.append(text, position + 1, end);
      position = end;
    }
    String remaining = text.substring(position);
    boolean isFraction = remaining.startsWith(".") && digitsEnd(remaining, 1) == remaining.length();
    return remaining.isEmpty() || isFraction
        ? validOrNull(digits.append(remaining).toString())
        : null;
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
