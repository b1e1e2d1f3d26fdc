package org.atomicagents.internal.limit;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.limit.RateLimits;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the limits in the headers of responses: {@code x-ratelimit-*} of OpenAI and
 * compatible servers, {@code anthropic-ratelimit-*} of Anthropic.
 *
 * <p>The headers do not contain the period of a limit; some are per day. The time until the limit
 * is restored, in relation to the used part, is an estimate of the period. A limit whose period may
 * be longer than ten minutes is ignored, and so is one of which nothing is used.
 */
final class HeaderLimits {
  private static final double MAX_PERIOD_NANOS = Duration.ofMinutes(10).toNanos();
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}+");
  private static final Pattern LENGTH =
      Pattern.compile(
          "(?:([0-9]{1,6}+)h)?(?:([0-9]{1,6}+)m(?!s))?(?:([0-9]{1,9}+(?:\\.[0-9]{1,9}+)?)(s|ms))?");

  private HeaderLimits() {}

  /** Returns the limits per minute; 0 for those that are absent or unclear. */
  static RateLimits read(Map<String, List<String>> headers, Instant now) {
    long requests = openAi(headers, "requests", now);
    long tokens = openAi(headers, "tokens", now);
    return new RateLimits(
        requests == 0 ? anthropic(headers, "requests", now) : requests,
        tokens,
        anthropic(headers, "input-tokens", now),
        anthropic(headers, "output-tokens", now));
  }

  private static long openAi(Map<String, List<String>> headers, String kind, Instant now) {
    String prefix = "x-ratelimit-";
    return perMinute(
        first(headers, prefix + "limit-" + kind),
        first(headers, prefix + "remaining-" + kind),
        reset(first(headers, prefix + "reset-" + kind), now));
  }

  private static long anthropic(Map<String, List<String>> headers, String kind, Instant now) {
    String prefix = "anthropic-ratelimit-" + kind;
    return perMinute(
        first(headers, prefix + "-limit"),
        first(headers, prefix + "-remaining"),
        reset(first(headers, prefix + "-reset"), now));
  }

  private static long perMinute(
      @Nullable String limitText, @Nullable String remainingText, @Nullable Duration reset) {
    long limit = number(limitText);
    long used = limit - number(remainingText);
    if (limit <= 0 || remainingText == null || used <= 0 || used > limit || reset == null) {
      return 0;
    }
    double period = (double) reset.toNanos() * limit / used;
    return period <= MAX_PERIOD_NANOS ? limit : 0;
  }

  private static long number(@Nullable String text) {
    return text != null && DIGITS.matcher(text).matches() ? Long.parseLong(text) : -1;
  }

  /** Returns the length of a text such as {@code 6m0s}, or the time until an instant. */
  private static @Nullable Duration reset(@Nullable String text, Instant now) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    Matcher length = LENGTH.matcher(text);
    if (length.matches()) {
      return length(length);
    }
    try {
      Duration until = Duration.between(now, Instant.parse(text));
      return until.isNegative() || until.toDays() > 365 ? null : until;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Duration length(Matcher length) {
    double nanos = 0;
    if (length.group(1) != null) {
      nanos += Long.parseLong(length.group(1)) * 3600e9;
    }
    if (length.group(2) != null) {
      nanos += Long.parseLong(length.group(2)) * 60e9;
    }
    if (length.group(3) != null) {
      nanos += Double.parseDouble(length.group(3)) * ("s".equals(length.group(4)) ? 1e9 : 1e6);
    }
    return Duration.ofNanos((long) nanos);
  }

  private static @Nullable String first(Map<String, List<String>> headers, String name) {
    List<String> values = headers.get(name);
    return values == null || values.isEmpty() ? null : values.getFirst().strip();
  }
}
