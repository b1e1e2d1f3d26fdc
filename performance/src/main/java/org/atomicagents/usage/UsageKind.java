package org.atomicagents.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A kind of usage that can be limited. */
public enum UsageKind {
  /** The number of requests sent. */
  REQUESTS("requests", "requests") {
    @Override
    OptionalLong limit(UsageLimits limits) {
      return limits.requests();
    }

    @Override
    long count(UsageAmount amount) {
      return amount.requests();
    }
  },

  /** Input and output tokens together. */
  TOKENS("tokens", "tokens") {
    @Override
    OptionalLong limit(UsageLimits limits) {
      return limits.tokens();
    }

    @Override
    long count(UsageAmount amount) {
      return amount.tokens();
    }
  },

  /** Input tokens. */
  INPUT_TOKENS("input tokens", "tokens") {
    @Override
    OptionalLong limit(UsageLimits limits) {
      return limits.inputTokens();
    }

    @Override
    long count(UsageAmount amount) {
      return amount.inputTokens();
    }
  },

  /** Output tokens, including reasoning. */
  OUTPUT_TOKENS("output tokens", "tokens") {
    @Override
    OptionalLong limit(UsageLimits limits) {
      return limits.outputTokens();
    }

    @Override
    long count(UsageAmount amount) {
      return amount.outputTokens();
    }
  },

  /** The cost of requests. */
  MONEY("money", "") {
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
  TIME("time", "seconds") {
    @Override
    OptionalLong limit(UsageLimits limits) {
      return limits.time().isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(UsageAmount.nanos(limits.time().get()));
    }

    @Override
    long count(UsageAmount amount) {
      return UsageAmount.nanos(amount.time());
    }

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
  private final Optional<UsageKind> optional = Optional.of(this);

  UsageKind(String label, String unit) {
    this.label = label;
    this.unit = unit;
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
    OptionalLong limit = limit(limits);
    return limit.isEmpty() ? Optional.empty() : Optional.of(BigDecimal.valueOf(limit.getAsLong()));
  }

  /** Returns the amount of this kind, in {@link #unit}. */
  public BigDecimal amount(UsageAmount amount) {
    return BigDecimal.valueOf(count(amount));
  }

  Optional<UsageKind> asOptional() {
    return optional;
  }

  boolean isExceeded(UsageLimits limits, UsageBalance balance, UsageAmount estimate) {
    OptionalLong limit = limit(limits);
    if (limit.isEmpty()) {
      return false;
    }
    long present = UsageAmount.sum(count(balance.used()), count(balance.reserved()));
    return UsageAmount.sum(present, count(estimate)) > limit.getAsLong();
  }

  OptionalLong limit(UsageLimits limits) {
    return OptionalLong.empty();
  }

  long count(UsageAmount amount) {
    return 0;
  }

  private static BigDecimal seconds(Duration time) {
    return BigDecimal.valueOf(UsageAmount.nanos(time), DIGITS_OF_NANOS).stripTrailingZeros();
  }
}
