package org.atomicagents.price;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Objects;

/**
 * An amount of a currency.
 *
 * <p>Immutable. The amount may have more digits than the currency, since tokens cost fractions of a
 * cent.
 */
public record Money(BigDecimal amount, Currency currency) {
  private static final int MAX_DIGITS = 100;

  /**
   * Creates an amount.
   *
   * @throws IllegalArgumentException if the amount has more than 100 digits before or after its
   *     point
   */
  public Money {
    Objects.requireNonNull(amount, "amount");
    Objects.requireNonNull(currency, "currency");
    // Texts and sums of amounts such as 1e999999999 would take gigabytes.
    if (Math.abs((long) amount.scale()) > MAX_DIGITS || amount.precision() > 2 * MAX_DIGITS) {
      throw new IllegalArgumentException(
          "amount: expected at most " + MAX_DIGITS + " digits, found " + amount);
    }
  }

  /**
   * Returns an amount, as in {@code Money.of("USD", "5.00")}.
   *
   * @param currency an ISO 4217 code
   * @param amount a decimal number with a point
   * @throws IllegalArgumentException if the currency is unknown, or the amount is not a number
   */
  public static Money of(String currency, String amount) {
    Currency known;
    try {
      known = Currency.getInstance(currency);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "currency: expected an ISO 4217 code such as USD, found \"" + currency + "\"", e);
    }
    try {
      return new Money(new BigDecimal(amount), known);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "amount: expected a decimal number such as 5.00, found \"" + amount + "\"", e);
    }
  }

  /** Returns the amount and the currency, as in {@code 5.00 USD}. */
  @Override
  public String toString() {
    return amount.toPlainString() + " " + currency.getCurrencyCode();
  }
}
