package org.atomicagents.internal.provider;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.atomicagents.model.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A parser of the wait before a retry: {@code retry-after-ms}, or {@code Retry-After} in seconds or
 * as a date (RFC 9110, 10.2.3).
 */
public final class RetryAfter {
  private static final double MAX_SECONDS = 366.0 * 24 * 3600;

  private RetryAfter() {}

  /** Returns the wait from headers with names in lower case, or null if they contain none. */
  public static @Nullable Duration parse(Map<String, List<String>> headers, TimeSource time) {
    Duration millis = parseSeconds(firstValue(headers, "retry-after-ms"), 0.001);
    if (millis != null) {
      return millis;
    }
    String value = firstValue(headers, "retry-after");
    Duration seconds = parseSeconds(value, 1);
    return seconds == null ? parseDate(value, time) : seconds;
  }

  private static @Nullable Duration parseSeconds(String number, double unit) {
    try {
      double seconds = Double.parseDouble(number) * unit;
      return seconds >= 0 && seconds <= MAX_SECONDS
          ? Duration.ofNanos(Math.round(seconds * 1e9))
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Duration parseDate(String date, TimeSource time) {
    try {
      var retryAt = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      var wait = Duration.between(time.now(), retryAt);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String firstValue(Map<String, List<String>> headers, String name) {
    List<String> values = headers.get(name);
    return values == null ? "" : values.getFirst().strip();
  }
}
