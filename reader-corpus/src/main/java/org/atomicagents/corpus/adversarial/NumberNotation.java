package org.atomicagents.corpus.adversarial;

import java.math.BigDecimal;

/** Notations of numbers in several languages. */
final class NumberNotation {
  private NumberNotation() {}

  /** Returns a number with groups of three digits, as in {@code 1,234.5}. */
  static String grouped(BigDecimal number, String group, String point) {
    String[] parts = number.toPlainString().split("\\.", 2);
    String digits = parts[0];
    var text = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        text.append(group);
      }
      text.append(digits.charAt(i));
    }
    return parts.length == 1 ? text.toString() : text + point + parts[1];
  }

  /** Returns a number with a group of three digits and groups of two, as in {@code 1,23,456}. */
  static String indian(BigDecimal number) {
    String[] parts = number.toPlainString().split("\\.", 2);
    String digits = parts[0];
    var text = new StringBuilder(digits);
    for (int i = digits.length() - 3; i > 0; i -= 2) {
      text.insert(i, ',');
    }
    return parts.length == 1 ? text.toString() : text + "." + parts[1];
  }

  /** Returns a number with other digits. */
  static String digits(BigDecimal number, char zero) {
    var text = new StringBuilder();
    number
        .toPlainString()
        .chars()
        .forEach(c -> text.append((char) (c >= '0' && c <= '9' ? c - '0' + zero : c)));
    return text.toString();
  }
}
