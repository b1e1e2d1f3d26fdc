package org.atomicagents.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A kind of usage that can be limited. */
public enum UsageKind {
  /** The number of requests sent. */
  REQUESTS("requests", "requests", UsageLimits::requests, UsageAmount::requests),

  /** Input and output tokens together. */
  TOKENS("tokens", "tokens", UsageLimits::tokens, UsageAmount::tokens),

  /** Input tokens. */
  INPUT_TOKENS("input tokens", "tokens", UsageLimits::inputTokens, UsageAmount::inputTokens),

  /** Output tokens, including reasoning. */
  OUTPUT_TOKENS("output tokens", "tokens", UsageLimits::outputTokens, UsageAmount::outputTokens),

  /** The cost of requests. */
  MONEY("money", "", limits -> OptionalLong.empty(), amount -> 0) {
    @Override
    boolean isExceeded(UsageLimits limits, UsageBalance balance, UsageAmount estimate) {
      if (limits.money().isEmpty()) {
        return false;
      }
      BigDecimal sum = balance.used().cost().add(balance.reserved().cost()).add(estimate.cost());
      return sum.compareTo(limits.money().get().amount()) > 0;
    }

    @Override
    public Optional<BigDecimal> max(UsageLimits limits) {
      return limits.money().map(money -> money.amount());
    }

    @Override
    public BigDecimal amount(UsageAmount amount) {
      return amount.cost();
    }

    @Override
    public String unit(UsageLimits limits) {
      return limits.money().map(money -> money.currency().getCurrencyCode()).orElse("");
    }
  },

  /** The time of requests. */
  TIME("time", "seconds", UsageKind::nanos, amount -> UsageAmount.nanos(amount.time())) {
    @Override
    public Optional<BigDecimal> max(UsageLimits limits) {
      return limits.time().map(UsageKind::seconds);
    }

    @Override
    public BigDecimal amount(UsageAmount amount) {
      return seconds(amount.time());
    }
  };

  static final List<UsageKind> ALL = List.of(values());
  private static final int DIGITS_OF_NANOS = 9;

  private final String label;
  private final String unit;

  @SuppressWarnings("ImmutableEnumChecker") // The lambda has no state.
  private final Function<UsageLimits, OptionalLong> limit;

  @SuppressWarnings("ImmutableEnumChecker") // The lambda has no state.
  private final ToLongFunction<UsageAmount> count;

  private final Optional<UsageKind> optional = Optional.of(this);

  UsageKind(
      String label,
      String unit,
      Function<UsageLimits, OptionalLong> limit,
      ToLongFunction<UsageAmount> count) {
    this.label = label;
    this.unit = unit;
    this.limit = limit;
    this.count = count;
  }

  /** Returns a description, such as {@code input tokens}. */
  public String label() {
    return label;
  }

  /** Returns the unit of the amounts, for money the code of its currency. */
  public String unit(UsageLimits limits) {
    return unit;
  }

  /** Returns the limit of this kind; empty if there is none. */
  public Optional<BigDecimal> max(UsageLimits limits) {
    OptionalLong max = limit.apply(limits);
    return max.isEmpty() ? Optional.empty() : Optional.of(BigDecimal.valueOf(max.getAsLong()));
  }

  /** Returns the amount of this kind, in {@link #unit}. */
  public BigDecimal amount(UsageAmount amount) {
    return BigDecimal.valueOf(count.applyAsLong(amount));
  }

  Optional<UsageKind> asOptional() {
    return optional;
  }

  boolean isExceeded(UsageLimits limits, UsageBalance balance, UsageAmount estimate) {
    OptionalLong max = limit.apply(limits);
    if (max.isEmpty()) {
      return false;
    }
    long present =
        UsageAmount.sum(count.applyAsLong(balance.used()), count.applyAsLong(balance.reserved()));
    return UsageAmount.sum(present, count.applyAsLong(estimate)) > max.getAsLong();
  }

  private static OptionalLong nanos(UsageLimits limits) {
    return limits.time().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(UsageAmount.nanos(limits.time().get()));
  }

  private static BigDecimal seconds(Duration time) {
    return BigDecimal.valueOf(UsageAmount.nanos(time), DIGITS_OF_NANOS).stripTrailingZeros();
  }
}
