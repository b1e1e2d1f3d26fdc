package org.atomicagents.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.atomicagents.price.Money;

/**
 * The maximum amounts of usage. An empty component has no limit; zero permits nothing.
 *
 * <p>Immutable: each change returns a copy.
 *
 * @param requests the requests sent, retries and hedges included
 * @param tokens the input and output tokens together
 * @param inputTokens the input tokens, cached or not
 * @param outputTokens the output tokens, including reasoning
 * @param money the cost, by the prices of the models
 * @param time the time from sending each request to the end of its response, summed up
 */
public record UsageLimits(
    OptionalLong requests,
    OptionalLong tokens,
    OptionalLong inputTokens,
    OptionalLong outputTokens,
    Optional<Money> money,
    Optional<Duration> time) {
  private static final UsageLimits NONE =
      new UsageLimits(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty());

  public UsageLimits {
    requireNonNegative("requests", requests);
    requireNonNegative("tokens", tokens);
    requireNonNegative("inputTokens", inputTokens);
    requireNonNegative("outputTokens", outputTokens);
    if (money.isPresent() && money.get().amount().signum() < 0) {
      throw new IllegalArgumentException("money: expected 0 or more, found " + money.get());
    }
    if (time.isPresent() && time.get().isNegative()) {
      throw new IllegalArgumentException("time: expected 0 or more, found " + time.get());
    }
  }

  /** Returns no limits. */
  public static UsageLimits none() {
    return NONE;
  }

  /**
   * Returns a limit of requests.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public static UsageLimits ofRequests(long max) {
    return NONE.withRequests(max);
  }

  /**
   * Returns a limit of input and output tokens together.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public static UsageLimits ofTokens(long max) {
    return NONE.withTokens(max);
  }

  /**
   * Returns a limit of money, as in {@code UsageLimits.ofMoney("USD", "5.00")}.
   *
   * @param currency an ISO 4217 code, the currency of the models' prices
   * @throws IllegalArgumentException if the currency is unknown, or the amount is not a number of 0
   *     or more
   */
  public static UsageLimits ofMoney(String currency, String max) {
    return NONE.withMoney(Money.of(currency, max));
  }

  /**
   * Returns a limit of the time of requests.
   *
   * @throws IllegalArgumentException if the time is negative
   */
  public static UsageLimits ofTime(Duration max) {
    return NONE.withTime(max);
  }

  /**
   * Returns a copy with another limit of requests.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public UsageLimits withRequests(long max) {
    return new UsageLimits(OptionalLong.of(max), tokens, inputTokens, outputTokens, money, time);
  }

  /**
   * Returns a copy with another limit of input and output tokens together.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public UsageLimits withTokens(long max) {
    return new UsageLimits(requests, OptionalLong.of(max), inputTokens, outputTokens, money, time);
  }

  /**
   * Returns a copy with another limit of input tokens.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public UsageLimits withInputTokens(long max) {
    return new UsageLimits(requests, tokens, OptionalLong.of(max), outputTokens, money, time);
  }

  /**
   * Returns a copy with another limit of output tokens.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public UsageLimits withOutputTokens(long max) {
    return new UsageLimits(requests, tokens, inputTokens, OptionalLong.of(max), money, time);
  }

  /**
   * Returns a copy with another limit of money.
   *
   * @throws IllegalArgumentException if the amount is negative
   */
  public UsageLimits withMoney(Money max) {
    return new UsageLimits(requests, tokens, inputTokens, outputTokens, Optional.of(max), time);
  }

  /**
   * Returns a copy with another limit of the time of requests.
   *
   * @throws IllegalArgumentException if the time is negative
   */
  public UsageLimits withTime(Duration max) {
    Objects.requireNonNull(max, "max");
    return new UsageLimits(requests, tokens, inputTokens, outputTokens, money, Optional.of(max));
  }

  /** Returns whether an amount is within all limits, in addition to a balance. */
  public boolean permits(UsageBalance balance, UsageAmount estimate) {
    return firstExceeded(balance, estimate).isEmpty();
  }

  /** Returns the first limit that an amount exceeds, in addition to a balance. */
  public Optional<UsageKind> firstExceeded(UsageBalance balance, UsageAmount estimate) {
    for (UsageKind kind : UsageKind.ALL) {
      if (kind.isExceeded(this, balance, estimate)) {
        return kind.asOptional();
      }
    }
    return Optional.empty();
  }

  private static void requireNonNegative(String name, OptionalLong max) {
    if (max.isPresent() && max.getAsLong() < 0) {
      throw new IllegalArgumentException(name + ": expected 0 or more, found " + max.getAsLong());
    }
  }

  /** Returns the limits that are present, as in {@code UsageLimits[requests=100, money=5 USD]}. */
  @Override
  public String toString() {
    var text = new StringBuilder("UsageLimits[");
    for (UsageKind kind : UsageKind.ALL) {
      Optional<BigDecimal> max = kind.max(this);
      if (max.isPresent()) {
        text.append(text.charAt(text.length() - 1) == '[' ? "" : ", ")
            .append(kind.label())
            .append('=')
            .append(max.get().toPlainString())
            .append(' ')
            .append(kind.unit(this));
      }
    }
    return text.append(']').toString();
  }
}
