package org.atomicagents.internal.schema.repair;

import java.util.Set;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.schema.type.TextEdges;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes numbers in human notation to JSON, if the notation means the same in all countries.
 *
 * <p>Accepted: groups of three digits with one kind of separator (comma, space, underscore or
 * apostrophe), a currency before or after the number, a sign, the digits of any one script, and
 * white space, quotes or emphasis around the number. Rejected: a decimal comma, percentages,
 * fractions, ranges, bounds, units, numbers in words, hexadecimal numbers and leading zeros; also a
 * point before exactly three digits in a string or next to a currency, since {@code 1.000} is a
 * thousand in half of the world. A plain space may also separate two numbers: without a currency,
 * it separates groups only if there are three or more that differ; a no-break or thin space always
 * does.
 *
 * <p>A currency is a sign or a code from a closed list. A sign of a minor unit is not in it: {@code
 * 50¢} is half a dollar. Of the codes, only those are accepted that are among the most traded (Bank
 * for International Settlements, triennial survey) and neither a word nor a unit in capitals:
 * {@code ALL 3}, {@code TOP 10}, {@code 2 CUP}, {@code TRY 3}, {@code RUB 2} and {@code PHP 8} are
 * no amounts of money.
 */
final class NumberTextParser {
  private static final int GROUP_SIZE = 3;

  private static final char NO_BREAK_SPACE = '\u00a0';
  private static final String SEPARATORS = ", _'’" + NO_BREAK_SPACE;

  /** More than the longest number with its groups, sign and currency. */
  private static final int MAX_TEXT_LENGTH = 2 * JsonLiterals.MAX_LENGTH;

  /** The signs of the main units of currencies in use. */
  private static final String CURRENCY_SIGNS = "$€£¥₹₩₪₫₱₦₴₺₼₾₸₡₲₵₭₮₽฿៛৳₨₿＄￡￥￦";

  private static final Set<String> CURRENCY_CODES =
      Set.of(
          "USD", "EUR", "JPY", "GBP", "CNY", "AUD", "CAD", "CHF", "HKD", "SGD", "SEK", "KRW", "NOK",
          "NZD", "INR", "MXN", "TWD", "ZAR", "BRL", "DKK", "PLN", "THB", "IDR", "CZK", "HUF");

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
    String latin = DigitScripts.toLatin(text);
    int comma = latin.indexOf(',');
    boolean hasSingleComma =
        comma >= 0 && comma == latin.lastIndexOf(',') && latin.indexOf('.') < 0;
    return hasSingleComma ? null : normalize(text);
  }

  /** Returns whether the point of a number can separate thousands as well as a fraction. */
  static boolean hasAmbiguousPoint(String text) {
    String number = unadorned(text);
    int start = isMinus(number, 0) || number.startsWith("+") ? 1 : 0;
    int point = digitsEnd(number, start);
    return point > start
        && point - start <= GROUP_SIZE
        && number.charAt(start) != '0'
        && number.startsWith(".", point)
        && point + 1 + GROUP_SIZE == number.length()
        && digitsEnd(number, point + 1) == number.length();
  }

  private static String unadorned(String text) {
    return text.length() > MAX_TEXT_LENGTH
        ? text
        : DigitScripts.toLatin(TextEdges.withoutDecoration(text));
  }

  private static @Nullable String normalize(String text) {
    if (JsonLiterals.isNumber(text)) {
      return text;
    }
    String number = unadorned(text);
    if (JsonLiterals.isNumber(number)) {
      return number;
    }
    return number.length() > MAX_TEXT_LENGTH ? null : normalizeNotation(number);
  }

  private static @Nullable String normalizeNotation(String text) {
    boolean isNegative = isMinus(text, 0);
    String unsigned = isNegative || text.startsWith("+") ? text.substring(1) : text;
    // A sign before a space is the bullet of a list or the mark of a changed line.
    boolean isBullet = unsigned.length() < text.length() && startsWithSpace(unsigned);
    if (isBullet) {
      return null;
    }
    String amount = withoutCurrency(unsigned);
    if (amount == null) {
      return null;
    }
    boolean isMoney = !amount.equals(TextEdges.strip(unsigned));
    if (!isNegative && isMinus(amount, 0) && !amount.equals(text)) {
      isNegative = true;
      amount = amount.substring(1);
    }
    if (isMoney && hasAmbiguousPoint(amount)) {
      return null;
    }
    String number =
        normalizeUnsigned(isMoney ? withNoBreakSpaces(amount) : withTypographicSpaces(amount));
    return number == null ? null : (isNegative ? "-" : "") + number;
  }

  private static boolean startsWithSpace(String text) {
    return !text.isEmpty() && Character.isSpaceChar(text.charAt(0));
  }

  private static String withNoBreakSpaces(String text) {
    return withTypographicSpaces(text).replace(' ', NO_BREAK_SPACE);
  }

  /** Returns a text in which all spaces that only typography uses are equal. */
  private static String withTypographicSpaces(String text) {
    var plain = new StringBuilder(text);
    for (int i = 0; i < plain.length(); i++) {
      if (plain.charAt(i) != ' ' && Character.isSpaceChar(plain.charAt(i))) {
        plain.setCharAt(i, NO_BREAK_SPACE);
      }
    }
    return plain.toString();
  }

  private static boolean isMinus(String text, int position) {
    return position < text.length()
        && (text.charAt(position) == '-' || text.charAt(position) == '−');
  }

  /** Returns the text without its currency; null if nothing remains. */
  private static @Nullable String withoutCurrency(String text) {
    int end = text.length();
    String amount = text;
    if (!text.isEmpty() && CURRENCY_SIGNS.indexOf(text.charAt(0)) >= 0) {
      amount = text.substring(1);
    } else if (!text.isEmpty() && CURRENCY_SIGNS.indexOf(text.charAt(end - 1)) >= 0) {
      amount = text.substring(0, end - 1);
    } else if (end > GROUP_SIZE + 1
        && CURRENCY_CODES.contains(text.substring(0, GROUP_SIZE))
        && Character.isSpaceChar(text.charAt(GROUP_SIZE))) {
      amount = text.substring(GROUP_SIZE);
    } else if (end > GROUP_SIZE + 1
        && CURRENCY_CODES.contains(text.substring(end - GROUP_SIZE))
        && Character.isSpaceChar(text.charAt(end - GROUP_SIZE - 1))) {
      amount = text.substring(0, end - GROUP_SIZE);
    }
    amount = TextEdges.strip(amount);
    return amount.isEmpty() ? null : amount;
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
            && SEPARATORS.indexOf(text.charAt(firstGroupEnd)) >= 0;
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
    if (separator == ' ' && maySeparateNumbers(text, firstGroupEnd, position)) {
      return null;
    }
    String remaining = text.substring(position);
    boolean isFraction = remaining.startsWith(".") && digitsEnd(remaining, 1) == remaining.length();
    return remaining.isEmpty() || isFraction
        ? validOrNull(digits.append(remaining).toString())
        : null;
  }

  // As in "24 107" and "589 589 589".
  private static boolean maySeparateNumbers(String text, int firstGroupEnd, int end) {
    String firstGroup = text.substring(0, firstGroupEnd);
    int groups = (end - firstGroupEnd) / (1 + GROUP_SIZE);
    return groups == 1
        || text.substring(0, end).equals(firstGroup + (" " + firstGroup).repeat(groups));
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
