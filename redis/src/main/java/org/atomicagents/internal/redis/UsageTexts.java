package org.atomicagents.internal.redis;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringTokenizer;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageLimits;
import org.jspecify.annotations.Nullable;

/** Amounts, limits and times in the form of {@link UsageScript}. */
final class UsageTexts {
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final String NO_LIMIT = "-";
  private static final int NANO_DIGITS = 9;

  private UsageTexts() {}

  /** Returns an amount, whose negative components are 0. */
  static String text(UsageAmount amount) {
    UsageAmount positive = amount.nonNegative();
    return positive.requests()
        + " "
        + positive.inputTokens()
        + " "
        + positive.outputTokens()
        + " "
        + positive.cost().toPlainString()
        + " "
        + nanos(positive.time());
  }

  private static long nanos(Duration time) {
    try {
      return time.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * Returns the amount of a text.
   *
   * @throws IllegalArgumentException if it is none
   */
  static UsageAmount amount(String text) {
    List<String> words = new ArrayList<>();
    var tokens = new StringTokenizer(text, " ");
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
    if (words.size() != 5) {
      throw new IllegalArgumentException("expected 5 numbers, found '" + text + "'");
    }
    return new UsageAmount(
        number(words.get(0)),
        number(words.get(1)),
        number(words.get(2)),
        new BigDecimal(words.get(3)),
        Duration.ofNanos(number(words.get(4))));
  }

  // A sum beyond the range of a long is the largest long.
  private static long number(String digits) {
    return new BigInteger(digits).min(MAX).longValue();
  }

  /** Returns limits: of requests, tokens, input tokens, output tokens, money and nanoseconds. */
  static String text(UsageLimits limits) {
    return text(limits.requests())
        + " "
        + text(limits.tokens())
        + " "
        + text(limits.inputTokens())
        + " "
        + text(limits.outputTokens())
        + " "
        + limits.money().map(money -> money.amount().toPlainString()).orElse(NO_LIMIT)
        + " "
        + text(
            limits.time().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(nanos(limits.time().get())));
  }

  // No sum exceeds the largest long.
  private static String text(OptionalLong limit) {
    return limit.isEmpty() || limit.getAsLong() == Long.MAX_VALUE
        ? NO_LIMIT
        : Long.toString(limit.getAsLong());
  }

  /** Returns a time in seconds since 1970, with nine decimal places; empty for null. */
  static String text(@Nullable Instant time) {
    if (time == null) {
      return "";
    }
    return time.getEpochSecond() < 0
        ? "0"
        : BigDecimal.valueOf(time.getEpochSecond())
            .add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS))
            .toPlainString();
  }

  /** Returns the time of a text; null if it is empty. */
  static @Nullable Instant time(String text) {
    if (text.isEmpty()) {
      return null;
    }
    var seconds = new BigDecimal(text);
    BigInteger whole = seconds.toBigInteger();
    BigDecimal nanos = seconds.subtract(new BigDecimal(whole)).movePointRight(NANO_DIGITS);
    return Instant.ofEpochSecond(whole.longValueExact(), nanos.longValueExact());
  }
}
