package org.atomicagents.internal.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.atomicagents.limit.RateLimits;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the limits in the headers of responses: {@code x-ratelimit-*} of OpenAI and
 * compatible servers, {@code anthropic-ratelimit-*} of Anthropic, {@code ratelimit-*} of gateways.
 *
 * <p>Most headers do not contain the period of a limit; some are per day. The time until the limit
 * is restored, in relation to the used part, is an estimate of the period. A limit whose period may
 * be longer than ten minutes is ignored, and so is one of which nothing is used.
 */
final class HeaderLimits {
  private static final double MAX_PERIOD_NANOS = Duration.ofMinutes(10).toNanos();
  // A limit that is restored later than this is not that of a window which ends soon.
  private static final Duration MAX_WINDOW_REST = Duration.ofSeconds(54);
  private static final Duration MIN_REFILL_PAUSE = Duration.ofSeconds(1);
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}+");

  private final Map<String, List<String>> headers;
  private final Instant now;
  private Duration pause = Duration.ZERO;

  private HeaderLimits(Map<String, List<String>> headers, Instant now) {
    this.headers = headers;
    this.now = now;
  }

  /** Returns the limits in headers with names in lower case. */
  static ProviderLimits read(Map<String, List<String>> headers, Instant now) {
    var reader = new HeaderLimits(headers, now);
    var limits =
        new RateLimits(
            reader.requests(),
            reader.openAi("tokens"),
            reader.anthropic("input-tokens"),
            reader.anthropic("output-tokens"));
    return new ProviderLimits(limits, reader.pause);
  }

  private long requests() {
    long requests = openAi("requests");
    if (requests == 0) {
      requests = anthropic("requests");
    }
    if (requests == 0) {
      requests = limit("x-ratelimit-%s", "");
    }
    return requests == 0 ? limit("ratelimit-%s", "") : requests;
  }

  private long openAi(String kind) {
    long perMinute = limit("x-ratelimit-%s-", kind + "-minute");
    return perMinute == 0 ? limit("x-ratelimit-%s-", kind) : perMinute;
  }

  private long anthropic(String kind) {
    return limit("anthropic-ratelimit-" + kind + "-%s", "");
  }

  /**
   * Returns a limit per minute, or 0.
   *
   * @param prefix the beginning of the names of three headers, with {@code %s} for "limit",
   *     "remaining" and "reset"
   */
  private long limit(String prefix, String suffix) {
    long limit = number(header(prefix, "limit", suffix));
    long remaining = number(header(prefix, "remaining", suffix));
    Duration reset = ResetTime.parse(header(prefix, "reset", suffix), now);
    if (remaining == 0 && reset != null) {
      pause = longer(pause, pause(limit, reset));
    }
    long used = limit - remaining;
    if (limit <= 0 || remaining < 0 || used < 0) {
      return 0;
    }
    if (suffix.endsWith("-minute")) {
      return limit;
    }
    if (used == 0 || reset == null) {
      return 0;
    }
    double period = (double) reset.toNanos() * limit / used;
    return period <= MAX_PERIOD_NANOS ? limit : 0;
  }

  /**
   * Returns how long to wait if nothing remains: until the end of the provider's window; or, if the
   * limit is restored later, the time in which a bucket gains one of its permits.
   */
  private static Duration pause(long limit, Duration reset) {
    if (reset.compareTo(MAX_WINDOW_REST) <= 0) {
      return reset;
    }
    return longer(MIN_REFILL_PAUSE, reset.dividedBy(Math.max(1, limit)));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static long number(@Nullable String text) {
    return text != null && DIGITS.matcher(text).matches() ? Long.parseLong(text) : -1;
  }

  private @Nullable String header(String prefix, String part, String suffix) {
    List<String> values = headers.get(prefix.replace("%s", part) + suffix);
    return values == null || values.isEmpty() ? null : values.getFirst().strip();
  }
}
