package org.atomicagents.internal.limit;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parser of the time until a limit is restored.
 *
 * <p>OpenAI and Groq send lengths such as {@code 6m0s} and {@code 12ms}, Anthropic an instant (RFC
 * 3339), Azure and Cerebras seconds, OpenRouter the milliseconds since 1970, other servers the
 * seconds since 1970.
 */
final class ResetTime {
  private static final Pattern LENGTH =
      Pattern.compile(
          "(?:([0-9]{1,4}+)d)?(?:([0-9]{1,6}+)h)?(?:([0-9]{1,6}+)m(?!s))?"
              + "(?:([0-9]{1,9}+(?:\\.[0-9]{1,9}+)?)(s|ms))?");
  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,13}+)((?:\\.[0-9]{1,9}+)?)");
  private static final int MAX_SECONDS_DIGITS = 8;
  private static final int EPOCH_MILLIS_DIGITS = 13;
  private static final Duration MAX = Duration.ofDays(365);

  private ResetTime() {}

  /** Returns the time until the reset; null if the text is absent, unknown or in the past. */
  static @Nullable Duration parse(@Nullable String text, Instant now) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    Matcher length = LENGTH.matcher(text);
    if (length.matches()) {
      return length(length);
    }
    Matcher number = NUMBER.matcher(text);
    return number.matches() ? number(number, now) : until(instant(text), now);
  }

  private static Duration length(Matcher length) {
    double seconds =
        part(length, 1) * 86_400
            + part(length, 2) * 3_600
            + part(length, 3) * 60
            + part(length, 4) * ("ms".equals(length.group(5)) ? 1e-3 : 1);
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static double part(Matcher length, int group) {
    String text = length.group(group);
    return text == null ? 0 : Double.parseDouble(text);
  }

  private static @Nullable Duration number(Matcher number, Instant now) {
    String digits = number.group(1);
    if (digits.length() <= MAX_SECONDS_DIGITS) {
      return Duration.ofNanos((long) (Double.parseDouble(number.group()) * 1e9));
    }
    long since1970 = Long.parseLong(digits);
    return until(
        digits.length() == EPOCH_MILLIS_DIGITS
            ? Instant.ofEpochMilli(since1970)
            : Instant.ofEpochSecond(since1970),
        now);
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Duration until(@Nullable Instant instant, Instant now) {
    if (instant == null) {
      return null;
    }
    Duration until = Duration.between(now, instant);
    return until.isNegative() || until.compareTo(MAX) > 0 ? null : until;
  }
}
