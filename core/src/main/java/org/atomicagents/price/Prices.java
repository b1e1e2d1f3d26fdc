package org.atomicagents.price;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.message.Usage;

/**
 * The prices of a model over time, by service tier and length of the input.
 *
 * <p>A price that is not known is empty and never zero. Immutable and thread-safe.
 *
 * @param currency the currency of all prices
 * @param periods the prices; if several are valid at an instant, the first one applies
 */
public record Prices(Currency currency, List<PricePeriod> periods) {
  private static final Currency USD = Currency.getInstance("USD");

  public Prices {
    Objects.requireNonNull(currency, "currency");
    periods = List.copyOf(periods);
  }

  /** Returns prices in US dollars that are the same at all times and for all lengths. */
  public static Prices ofDollars(TokenRates rates) {
    return new Prices(USD, List.of(PricePeriod.of(rates)));
  }

  /**
   * Returns the cost of a request, in {@link #currency()}, with {@link Billing#standard()}.
   *
   * @param usage the usage of one request; the sum of several requests may belong to a more
   *     expensive length
   * @param time the time of the request
   * @return empty if no price is known for that time or for the audio in the usage
   */
  public Optional<BigDecimal> cost(Usage usage, Instant time) {
    return cost(usage, time, Billing.standard());
  }

  /**
   * Returns the cost of a request, in {@link #currency()}.
   *
   * @return empty if no price is known for that time, for the service tier or for the audio in the
   *     usage
   */
  public Optional<BigDecimal> cost(Usage usage, Instant time, Billing billing) {
    return periodAt(time, billing.serviceTier())
        .flatMap(period -> period.ratesFor(usage.inputTokens()).cost(usage, billing.cacheTime()));
  }

  /** Returns the prices that are valid at a time; empty if none is known. */
  public Optional<PricePeriod> periodAt(Instant time, String serviceTier) {
    Objects.requireNonNull(time, "time");
    for (PricePeriod period : periods) {
      if (period.serviceTier().equals(serviceTier) && period.isValidAt(time)) {
        return Optional.of(period);
      }
    }
    return Optional.empty();
  }
}
