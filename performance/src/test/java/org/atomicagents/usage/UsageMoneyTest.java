package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.usage.UsageRuns.PRICES;
import static org.atomicagents.usage.UsageRuns.priced;
import static org.atomicagents.usage.UsageRuns.responding;
import static org.atomicagents.usage.UsageRuns.run;
import static org.atomicagents.usage.UsageRuns.send;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.price.Billing;
import org.atomicagents.price.Money;
import org.atomicagents.price.PricePeriod;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.junit.jupiter.api.Test;

class UsageMoneyTest {
  private static final TokenRates RATES =
      TokenRates.of(new BigDecimal("1000000"), new BigDecimal("2000000"));

  private final UsageClock clock = new UsageClock();

  @Test
  void reservesTheEstimatedCostAndSettlesTheActualOne() {
    var limiter = limiter("100");
    Model model = priced(responding(10, 5), PRICES).with(limiter);

    send(model, run(clock));

    // The request may cost 10 + 2 x 20 dollars, and costs 10 + 2 x 5.
    assertThat(limiter.report().used().cost()).isEqualByComparingTo("20");
    send(model, run(clock));
    send(model, run(clock));
    assertThatThrownBy(() -> send(model, run(clock)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("money in total, 60.000000 used and 0.000000 reserved of 100 USD");
  }

  @Test
  void cachedAndReasoningTokensHaveTheirPrices() {
    var rates =
        new TokenRates(
            new BigDecimal("1000000"),
            new BigDecimal("2000000"),
            new BigDecimal("3000000"),
            new BigDecimal("100000"),
            new TreeMap<>(),
            null,
            null);
    var limiter = limiter("1000");
    var usage = new Usage(10, 8, 6, 0, 4, 0, 0);

    send(priced(responding(usage), Prices.ofDollars(rates)).with(limiter), run(clock));

    // 4 of input, 6 of cached input, 4 of output, 4 of reasoning.
    assertThat(limiter.report().used().cost()).isEqualByComparingTo("24.6");
  }

  @Test
  void aLongInputHasThePriceOfItsTier() {
    var longer = TokenRates.of(new BigDecimal("10000000"), new BigDecimal("20000000"));
    var prices =
        new Prices(
            Currency.getInstance("USD"),
            List.of(
                new PricePeriod(
                    "standard", null, null, new TreeMap<>(Map.of(0L, RATES, 11L, longer)))));
    var limiter = limiter("10000");

    send(priced(responding(11, 1), prices).with(limiter), run(clock));
    send(priced(responding(12, 1), prices).with(limiter), run(clock));

    assertThat(limiter.report().used().cost()).isEqualByComparingTo("153");
  }

  @Test
  void theServiceTierOfTheBillingApplies() {
    var batch = new PricePeriod("batch", null, null, new TreeMap<>(Map.of(0L, RATES)));
    var prices = new Prices(Currency.getInstance("USD"), List.of(batch));
    var limiter =
        UsageLimiter.builder("m", UsageLimits.ofMoney("USD", "100"))
            .billing(Billing.batch())
            .timeSource(clock)
            .build();

    send(priced(responding(10, 5), prices).with(limiter), run(clock));

    assertThat(limiter.report().used().cost()).isEqualByComparingTo("20");
  }

  @Test
  void thePriceIsThatOfTheTimeOfTheRequest() {
    Instant change = UsageClock.START.plusSeconds(10);
    var cheap = new PricePeriod("standard", null, change, new TreeMap<>(Map.of(0L, RATES)));
    var prices = new Prices(Currency.getInstance("USD"), List.of(cheap));
    var limiter = limiter("100");
    Model slow =
        UsageRuns.model((request, context) -> {
          clock.advance(Duration.ofSeconds(20));
          return UsageRuns.response(Usage.of(10, 5));
        });
    Model model = priced(slow, prices).with(limiter);

    send(model, run(clock));

    assertThat(limiter.report().used().cost()).isEqualByComparingTo("20");
    assertThatThrownBy(() -> send(model, run(clock))).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void anUnknownPriceIsAnErrorBeforeTheRequest() {
    Model model = responding(1, 1).with(limiter("1"));

    assertThatThrownBy(() -> send(model, run(clock)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Usage limit 'm' limits money, but the price of model '%s' is unknown at 2026-11-30T12:00:00Z in service tier 'standard'.
            Give it by Model.withCatalog, with ModelCatalog.load or ModelProfile.ofPrices.\
            """
                .formatted(model));
  }

  @Test
  void anotherCurrencyIsAnErrorBeforeTheRequest() {
    var prices = new Prices(Currency.getInstance("EUR"), PRICES.periods());
    Model model = priced(responding(1, 1), prices).with(limiter("1"));

    assertThatThrownBy(() -> send(model, run(clock)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Usage limit 'm' limits money, but the prices of model '%s' are in EUR, and the limit is in USD.
            Set the limit in EUR, or give prices in USD by Model.withCatalog.\
            """
                .formatted(model));
  }

  @Test
  void aShadowLimitCountsWithoutAPrice() {
    var limiter =
        UsageLimiter.builder("m", UsageLimits.ofMoney("USD", "1"))
            .shadow()
            .timeSource(clock)
            .build();

    send(responding(1, 1).with(limiter), run(clock));

    assertThat(limiter.report().used())
        .isEqualTo(new UsageAmount(1, 1, 1, BigDecimal.ZERO, Duration.ZERO));
  }

  @Test
  void audioWithoutAPriceCostsAsMuchAsText() {
    var limiter = limiter("100");

    send(priced(responding(new Usage(10, 5, 0, 0, 0, 10, 0)), PRICES).with(limiter), run(clock));

    assertThat(limiter.report().used().cost()).isEqualByComparingTo("20");
  }

  @Test
  void sumsAreExact() {
    var third =
        Prices.ofDollars(TokenRates.of(new BigDecimal("0.000001"), new BigDecimal("0.000003")));
    var limiter = limiter("1");
    Model model = priced(responding(1, 1), third).with(limiter);

    for (int i = 0; i < 10_000; i++) {
      send(model, run(clock));
    }

    assertThat(limiter.report().used().cost()).isEqualByComparingTo("0.00000004");
  }

  @Test
  void anAbsurdUsageIsCountedWithoutOverflow() {
    var limiter =
        UsageLimiter.builder(
                "m",
                UsageLimits.ofTokens(Long.MAX_VALUE)
                    .withMoney(Money.of("USD", "100000000000000000000000000")))
            .timeSource(clock)
            .build();
    Model model = priced(responding(Long.MAX_VALUE, Long.MAX_VALUE), PRICES).with(limiter);

    send(model, run(clock));
    send(priced(responding(-5, -5), PRICES).with(limiter), run(clock));

    assertThat(limiter.report().used().tokens()).isEqualTo(Long.MAX_VALUE);
    assertThat(limiter.report().used().cost().signum()).isPositive();
    assertThat(limiter.report().remaining(UsageKind.TOKENS)).contains(BigDecimal.ZERO);
  }

  private UsageLimiter limiter(String dollars) {
    return UsageLimiter.builder("m", UsageLimits.ofMoney("USD", dollars)).timeSource(clock).build();
  }
}
