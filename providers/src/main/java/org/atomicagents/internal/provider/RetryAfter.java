package org.atomicagents.internal.provider;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A parser of the wait before a retry: {@code retry-after-ms}, or {@code Retry-After} in seconds or
 * as a date (RFC 9110, 10.2.3). A longer wait than 366 days counts as 366 days.
 */
public final class RetryAfter {
  private static final Duration MAX = Duration.ofDays(366);
  private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(MAX.toSeconds());

  // Java's own number parser also accepts "3f", "0x1p3" and "NaN".
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,100}(?:\\.[0-9]{1,100})?");

  // Two digits are a year from 1976 to 2075.
  private static final int FIRST_TWO_DIGIT_YEAR = 1976;

  /** The preferred format and the obsolete ones, which recipients must accept (RFC 9110, 5.6.7). */
  private static final List<DateTimeFormatter> DATE_FORMATS =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          obsolete(
              new DateTimeFormatterBuilder()
                  .appendPattern("EEEE, dd-MMM-")
                  .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_TWO_DIGIT_YEAR)
                  .appendPattern(" HH:mm:ss 'GMT'")),
          obsolete(new DateTimeFormatterBuilder().appendPattern("EEE MMM ppd HH:mm:ss yyyy")));

  private RetryAfter() {}

  private static DateTimeFormatter obsolete(DateTimeFormatterBuilder pattern) {
    return pattern.toFormatter(Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  /** Returns the wait from headers with names in lower case, or null if they contain none. */
  public static @Nullable Duration parse(Map<String, List<String>> headers, TimeSource time) {
    Duration millis = parseSeconds(firstValue(headers, "retry-after-ms"), 3);
    if (millis != null) {
      return millis;
    }
    String value = firstValue(headers, "retry-after");
    Duration seconds = parseSeconds(value, 0);
    return seconds == null ? parseDate(value, time) : seconds;
  }

  /** Returns a number of seconds, moved by decimals; null if the text is not a number. */
  static @Nullable Duration parseSeconds(String number, int decimals) {
    if (!DECIMAL.matcher(number).matches()) {
      return null;
    }
    BigDecimal seconds = new BigDecimal(number).movePointLeft(decimals).min(MAX_SECONDS);
    return Duration.ofNanos(seconds.movePointRight(9).longValue());
  }

  private static @Nullable Duration parseDate(String date, TimeSource time) {
    for (DateTimeFormatter format : DATE_FORMATS) {
      try {
        var wait = Duration.between(time.now(), format.parse(date, Instant::from));
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(MAX) > 0 ? MAX : wait;
      } catch (DateTimeException | ArithmeticException e) {
        // The next format may match.
      }
    }
    return null;
  }

  private static String firstValue(Map<String, List<String>> headers, String name) {
    List<String> values = headers.get(name);
    return values == null ? "" : values.getFirst().strip();
  }
}
