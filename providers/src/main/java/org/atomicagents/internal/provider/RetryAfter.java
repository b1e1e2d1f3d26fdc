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
 * How long a provider asks to wait: {@code retry-after-ms}, or RFC 9110's {@code Retry-After} in
 * seconds or as a date.
 */
public final class RetryAfter {
  private static final double LONGEST_SECONDS = 366.0 * 24 * 3600;

  private RetryAfter() {}

  /** Returns the time to wait, from headers in lower case; null if they name none. */
  public static @Nullable Duration in(Map<String, List<String>> headers, TimeSource time) {
    Duration exact = seconds(first(headers, "retry-after-ms"), 0.001);
    if (exact != null) {
      return exact;
    }
    String value = first(headers, "retry-after");
    Duration seconds = seconds(value, 1);
    return seconds == null ? until(value, time) : seconds;
  }

  private static @Nullable Duration seconds(String number, double unit) {
    try {
      double seconds = Double.parseDouble(number) * unit;
      return seconds >= 0 && seconds <= LONGEST_SECONDS
          ? Duration.ofNanos(Math.round(seconds * 1e9))
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Duration until(String date, TimeSource time) {
    try {
      var at = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      var wait = Duration.between(time.now(), at);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String first(Map<String, List<String>> headers, String name) {
    List<String> values = headers.get(name);
    return values == null ? "" : values.getFirst().strip();
  }
}
