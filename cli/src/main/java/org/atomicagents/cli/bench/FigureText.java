package org.atomicagents.cli.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** The figures of reports as text. */
public final class FigureText {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int MONEY_DIGITS = 2;
  private static final MathContext THREE_DIGITS = new MathContext(3);

  private FigureText() {}

  /** Returns a duration with three digits or fewer, such as {@code 4.2 ms} or {@code 1.24 s}. */
  public static String duration(Duration duration) {
    return nanos((double) duration.toNanos());
  }

  /** Returns a duration in nanoseconds as text; see {@link #duration}. */
  public static String nanos(double nanos) {
    double millis = nanos / NANOS_PER_MILLI;
    if (nanos == 0) {
      return "0";
    }
    if (millis < 9.95) {
      return format(millis < 0.0995 && millis > 0 ? "%.3f ms" : "%.2f ms", millis);
    }
    if (millis < 99.95) {
      return format("%.1f ms", millis);
    }
    if (millis < 999.5) {
      return format("%.0f ms", millis);
    }
    double seconds = nanos / NANOS_PER_SECOND;
    if (seconds < 9.995) {
      return format("%.2f s", seconds);
    }
    return seconds < 99.95 ? format("%.1f s", seconds) : format("%,.0f s", seconds);
  }

  /** Returns a round number of milliseconds for an axis, without unneeded digits. */
  public static String axisMillis(double millis) {
    if (millis == 0) {
      return "0";
    }
    return millis < 1000 ? trimmed(millis) + " ms" : trimmed(millis / 1000) + " s";
  }

  /** Returns a round number for an axis, without unneeded digits. */
  public static String axisNumber(double value) {
    return value >= 1000 ? count(Math.round(value)) : trimmed(value);
  }

  private static String trimmed(double value) {
    return value == 0
        ? "0"
        : BigDecimal.valueOf(value).round(THREE_DIGITS).stripTrailingZeros().toPlainString();
  }

  /** Returns a rate with three digits or more, such as {@code 0.512}, {@code 28.4} or 1,240. */
  public static String rate(double value) {
    if (value == 0) {
      return "0";
    }
    if (value < 0.9995) {
      return format("%.3f", value);
    }
    if (value < 9.995) {
      return format("%.2f", value);
    }
    return value < 99.95 ? format("%.1f", value) : format("%,.0f", value);
  }

  /** Returns a number with separators between its thousands. */
  public static String count(long count) {
    return format("%,d", count);
  }

  /** Returns a number of a million or more in millions, such as {@code 64.4 M}. */
  public static String compact(long count) {
    return count < 1_000_000 ? count(count) : format("%,.1f M", count / 1e6);
  }

  /** Returns a number and a noun, which has an s unless the number is 1. */
  public static String count(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** Returns a share from 0 to 1 as a percentage. */
  public static String percent(double share) {
    double percent = share * 100;
    if (percent == 0) {
      return "0%";
    }
    if (percent < 0.1) {
      return "<0.1%";
    }
    return percent < 9.95 || (percent > 99 && percent < 100)
        ? format("%.1f%%", percent)
        : format("%.0f%%", percent);
  }

  /**
   * Returns a cost, such as {@code USD 0.0123}.
   *
   * @param currency the code of the currency; empty if it is not known
   */
  public static String money(BigDecimal amount, String currency) {
    BigDecimal shown =
        amount.compareTo(BigDecimal.ONE) >= 0 || amount.signum() == 0
            ? amount.setScale(MONEY_DIGITS, RoundingMode.HALF_UP)
            : amount.round(THREE_DIGITS).stripTrailingZeros();
    return (currency.isEmpty() ? "" : currency + " ") + shown.toPlainString();
  }

  private static String format(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
