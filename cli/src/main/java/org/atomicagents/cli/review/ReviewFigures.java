package org.atomicagents.cli.review;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Formats numbers for people. */
final class ReviewFigures {
  private static final MathContext DIGITS = new MathContext(3);
  private static final double MINUTE = 60;
  private static final double HOUR = 3_600;
  private static final double MILLIS = 1_000;
  private static final int FEW = 10;
  private static final int MANY = 100;

  private ReviewFigures() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Returns a number and its noun, with an s unless the number is 1. */
  static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** Returns a number with about two digits. */
  static String number(double number) {
    return String.format(
        Locale.ROOT, number < 1 ? "%.2f" : number < FEW ? "%.1f" : "%,.0f", number);
  }

  static String time(Duration time) {
    double seconds = time.toNanos() / 1e9;
    if (seconds >= HOUR) {
      return number(seconds / HOUR) + " h";
    }
    if (seconds >= 2 * MINUTE) {
      return number(seconds / MINUTE) + " min";
    }
    if (seconds >= 1) {
      return String.format(Locale.ROOT, seconds < FEW ? "%.1f s" : "%.0f s", seconds);
    }
    double millis = seconds * MILLIS;
    return String.format(
        Locale.ROOT, millis < 1 ? "%.2f ms" : millis < FEW ? "%.1f ms" : "%.0f ms", millis);
  }

  /** Returns seconds for JSON. */
  static double seconds(Duration time) {
    return Math.round(time.toNanos() / 1e3) / 1e6;
  }

  static double rounded(double number) {
    return Math.round(number * 1e4) / 1e4;
  }

  /** Returns an amount with its currency, with three significant digits. */
  static String money(BigDecimal amount, String currency) {
    BigDecimal rounded =
        amount.abs().compareTo(BigDecimal.valueOf(MANY)) >= 0
            ? amount.setScale(0, RoundingMode.HALF_UP)
            : amount.round(DIGITS);
    return (rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString())
        + " "
        + currency;
  }

  static Duration times(Duration time, double factor) {
    return Duration.ofNanos((long) Math.min(time.toNanos() * factor, Long.MAX_VALUE / 2.0));
  }

  /** Returns a text, or its beginning of a number of code points and three dots. */
  static String shortened(String text, int max) {
    return text.codePointCount(0, text.length()) <= max
        ? text
        : text.substring(0, text.offsetByCodePoints(0, max)) + "...";
  }
}
