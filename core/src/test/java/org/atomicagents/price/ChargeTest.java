package org.atomicagents.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomicagents.message.Usage;
import org.junit.jupiter.api.Test;

class ChargeTest {
  private static final Instant TIME = Instant.parse("2026-11-30T12:00:00Z");
  private static final TokenRates SHORT = TokenRates.of(amount("1"), amount("2"));
  private static final TokenRates LONG = TokenRates.of(amount("10"), amount("20"));

  @Test
  void aRequestHasThePriceOfItsLength() {
    var period =
        new PricePeriod("standard", null, null, new TreeMap<>(Map.of(0L, SHORT, 1_000L, LONG)));
    var prices = new Prices(Currency.getInstance("USD"), List.of(period));
    Charge shorter = charge(Usage.of(1_000, 0), prices);
    Charge longer = charge(Usage.of(1_001, 0), prices);

    assertThat(Charge.total(List.of(shorter, shorter)).orElseThrow()).isEqualByComparingTo("0.002");
    assertThat(Charge.total(List.of(longer)).orElseThrow()).isEqualByComparingTo("0.01001");
  }

  @Test
  void eachChargeHasItsOwnBilling() {
    var tiers =
        new Prices(
            Currency.getInstance("USD"),
            List.of(period("standard", SHORT), period("batch", SHORT.times(amount("0.5")))));
    Charge live = charge(Usage.of(1_000_000, 0), tiers);
    Charge half =
        Charge.of("m", Usage.of(1_000_000, 0), TIME, Billing.batch(), () -> Optional.of(tiers));

    assertThat(half.billing()).isEqualTo(Billing.batch());
    assertThat(half.cost().orElseThrow()).isEqualByComparingTo("0.5");
    assertThat(Charge.total(List.of(live, half)).orElseThrow()).isEqualByComparingTo("1.5");
    assertThat(Charge.total(List.of(live, half), Usage.of(2_000_000, 0)).orElseThrow())
        .isEqualByComparingTo("1.5");
    assertThat(Charge.total(List.of(live, half), Billing.batch()).orElseThrow())
        .isEqualByComparingTo("1");
  }

  @Test
  void aTierWithoutAPriceHasAnUnknownCost() {
    var prices = Prices.ofDollars(SHORT);
    Charge batch = Charge.of("m", Usage.of(1, 1), TIME, Billing.batch(), () -> Optional.of(prices));

    assertThat(batch.cost()).isEmpty();
    assertThat(Charge.total(List.of(batch))).isEmpty();
  }

  @Test
  void noChargesCostNothing() {
    assertThat(Charge.total(List.of())).contains(BigDecimal.ZERO);
  }

  @Test
  void aSumWithAnUnknownPriceIsUnknown() {
    Charge known = charge(Usage.of(1, 1), Prices.ofDollars(SHORT));
    Charge unknown = Charge.of("other", Usage.of(1, 1), TIME, Optional::empty);

    assertThat(Charge.total(List.of(known, unknown))).isEmpty();
  }

  @Test
  void aSumOfSeveralCurrenciesIsUnknown() {
    Charge dollars = charge(Usage.of(1, 1), Prices.ofDollars(SHORT));
    Charge euros =
        charge(
            Usage.of(1, 1),
            new Prices(Currency.getInstance("EUR"), List.of(PricePeriod.of(SHORT))));

    assertThat(Charge.total(List.of(dollars, euros))).isEmpty();
  }

  @Test
  void aUsageWithoutChargesHasNoKnownCost() {
    Charge charge = charge(Usage.of(1, 1), Prices.ofDollars(SHORT));

    assertThat(Charge.total(List.of(charge), Usage.of(2, 2))).isEmpty();
    assertThat(Charge.total(List.of(charge, charge), Usage.of(2, 2)).orElseThrow())
        .isEqualByComparingTo("0.000006");
  }

  @Test
  void theServiceTierOfTheBillingApplies() {
    var batch = new PricePeriod("batch", null, null, new TreeMap<>(Map.of(0L, SHORT)));
    var prices = new Prices(Currency.getInstance("USD"), List.of(PricePeriod.of(LONG), batch));
    List<Charge> charges = List.of(charge(Usage.of(100, 0), prices));

    assertThat(Charge.total(charges).orElseThrow()).isEqualByComparingTo("0.001");
    assertThat(Charge.total(charges, Billing.batch()).orElseThrow()).isEqualByComparingTo("0.0001");
  }

  private static Charge charge(Usage usage, Prices prices) {
    return Charge.of("m", usage, TIME, () -> Optional.of(prices));
  }

  private static PricePeriod period(String tier, TokenRates rates) {
    return new PricePeriod(tier, null, null, new TreeMap<>(Map.of(0L, rates)));
  }

  private static BigDecimal amount(String text) {
    return new BigDecimal(text);
  }
}
