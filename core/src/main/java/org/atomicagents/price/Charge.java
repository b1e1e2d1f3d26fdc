package org.atomicagents.price;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one request, together with the prices of the model to which it was sent.
 *
 * <p>Prices depend on the length of one request and on its time, so that the cost of a run is the
 * sum of its charges, and not a function of its total usage. Costs are computed when they are
 * requested. Immutable and thread-safe.
 */
public final class Charge {
  private final String model;
  private final Usage usage;
  private final Instant time;
  private final Billing billing;
  private final Supplier<Optional<Prices>> prices;

  private Charge(
      String model, Usage usage, Instant time, Billing billing, Supplier<Optional<Prices>> prices) {
    this.model = Objects.requireNonNull(model, "model");
    this.usage = Objects.requireNonNull(usage, "usage");
    this.time = Objects.requireNonNull(time, "time");
    this.billing = Objects.requireNonNull(billing, "billing");
    this.prices = Objects.requireNonNull(prices, "prices");
  }

  /**
   * Returns a charge with {@link Billing#standard()}.
   *
   * @param model the name of the model to which the request was sent
   * @param time the time of the request
   * @param prices returns the prices of the model; called each time a cost is requested
   */
  public static Charge of(
      String model, Usage usage, Instant time, Supplier<Optional<Prices>> prices) {
    return of(model, usage, time, Billing.standard(), prices);
  }

  /**
   * Returns a charge.
   *
   * @param model the name of the model to which the request was sent
   * @param time the time of the request
   * @param billing how the request is billed
   * @param prices returns the prices of the model; called each time a cost is requested
   */
  public static Charge of(
      String model, Usage usage, Instant time, Billing billing, Supplier<Optional<Prices>> prices) {
    return new Charge(model, usage, time, billing, prices);
  }

  /** Returns the name of the model to which the request was sent. */
  public String model() {
    return model;
  }

  /** Returns the tokens used by the request. */
  public Usage usage() {
    return usage;
  }

  /** Returns the time of the request. */
  public Instant time() {
    return time;
  }

  /** Returns how the request is billed. */
  public Billing billing() {
    return billing;
  }

  /** Returns the prices of the model; empty if they are unknown. */
  public Optional<Prices> prices() {
    return prices.get();
  }

  /**
   * Returns the cost with the {@link #billing()} of the request, in the currency of the prices.
   *
   * @return empty if the price is not known; never zero for that reason
   */
  public Optional<BigDecimal> cost() {
    return cost(billing);
  }

  /**
   * Returns the cost with another billing, in the currency of the prices.
   *
   * @return empty if the price is not known; never zero for that reason
   */
  public Optional<BigDecimal> cost(Billing other) {
    return prices().flatMap(known -> known.cost(usage, time, other));
  }

  /**
   * Returns the sum of the costs of charges, each with its own {@link #billing()}, in the currency
   * of their prices; zero without charges.
   *
   * @return empty if the price of a charge is not known, or if the prices have several currencies
   */
  public static Optional<BigDecimal> total(List<Charge> charges) {
    return total(charges, Charge::billing);
  }

  /**
   * Returns the sum of the costs of charges, in the currency of their prices; zero without charges.
   *
   * @param billing how all of the requests are billed, whatever their own billing
   * @return empty if the price of a charge is not known, or if the prices have several currencies
   */
  public static Optional<BigDecimal> total(List<Charge> charges, Billing billing) {
    return total(charges, charge -> billing);
  }

  private static Optional<BigDecimal> total(
      List<Charge> charges, Function<Charge, Billing> billing) {
    BigDecimal sum = BigDecimal.ZERO;
    Currency currency = null;
    for (Charge charge : charges) {
      Prices known = charge.prices().orElse(null);
      Optional<BigDecimal> cost =
          known == null ? Optional.empty() : charge.cost(billing.apply(charge));
      if (known == null || cost.isEmpty() || differs(currency, known.currency())) {
        return Optional.empty();
      }
      currency = known.currency();
      sum = sum.add(cost.get());
    }
    return Optional.of(sum);
  }

  /**
   * Returns the sum of the costs of charges that cover a usage.
   *
   * @param usage the usage of all requests
   * @return empty if the price of a charge is not known, if the prices have several currencies, or
   *     if the usage contains more than the charges
   */
  public static Optional<BigDecimal> total(List<Charge> charges, Usage usage) {
    Usage charged = Usage.NONE;
    for (Charge charge : charges) {
      charged = charged.plus(charge.usage);
    }
    return charged.equals(usage) ? total(charges) : Optional.empty();
  }

  private static boolean differs(@Nullable Currency one, Currency other) {
    return one != null && !one.equals(other);
  }

  /** Returns the model, the usage and the time. */
  @Override
  public String toString() {
    return "Charge[" + model + ", " + usage + ", " + time + "]";
  }
}
