package org.atomicagents.price;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The prices of one service tier during a period.
 *
 * <p>Immutable.
 *
 * @param serviceTier the service tier, as in {@link Billing#serviceTier()}
 * @param from the first instant at which the prices are valid; null if it is unknown
 * @param until the instant at which the prices cease to be valid; null if it is unknown
 * @param rates the prices by the length of the input: those of the largest key that is smaller than
 *     the number of input tokens apply to the whole request. The first key is 0
 */
public record PricePeriod(
    String serviceTier,
    @Nullable Instant from,
    @Nullable Instant until,
    SortedMap<Long, TokenRates> rates) {

  /**
   * Creates the prices of a period.
   *
   * @throws IllegalArgumentException if the period is empty, or if there are no rates for short
   *     inputs
   */
  public PricePeriod {
    Objects.requireNonNull(serviceTier, "serviceTier");
    rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
    if (rates.isEmpty() || rates.firstKey() != 0) {
      throw new IllegalArgumentException("rates: expected rates from 0 tokens, found " + rates);
    }
    if (from != null && until != null && !from.isBefore(until)) {
      throw new IllegalArgumentException(
          "until: expected an instant after " + from + ", found " + until);
    }
  }

  /** Returns standard prices without a limit of time that are the same for all lengths. */
  public static PricePeriod of(TokenRates rates) {
    return new PricePeriod(Billing.STANDARD_TIER, null, null, new TreeMap<>(Map.of(0L, rates)));
  }

  /** Returns whether the prices are valid at an instant. */
  public boolean isValidAt(Instant time) {
    return (from == null || !time.isBefore(from)) && (until == null || time.isBefore(until));
  }

  /** Returns the prices of a request with a number of input tokens. */
  public TokenRates ratesFor(long inputTokens) {
    if (rates.size() == 1) {
      return Objects.requireNonNull(rates.get(0L));
    }
    SortedMap<Long, TokenRates> shorter = rates.headMap(inputTokens);
    return Objects.requireNonNull(rates.get(shorter.isEmpty() ? 0L : shorter.lastKey()));
  }
}
