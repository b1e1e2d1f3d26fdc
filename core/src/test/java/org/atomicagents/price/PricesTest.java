package org.atomicagents.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.junit.jupiter.api.Test;

class PricesTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Usage CACHED = new Usage(100_000, 10_000, 60_000, 20_000, 4_000, 0, 0);

  @Test
  void billsCachedTokensAtTheirOwnPrices() {
    Prices prices =
        prices("\"input\": 3, \"output\": 15, \"cache_read\": 0.3, \"cache_write\": 3.75");

    assertThat(prices.cost(CACHED, NOW).orElseThrow())
        .isEqualByComparingTo(
            amount("0.06").add(amount("0.018")).add(amount("0.075")).add(amount("0.15")));
  }

  @Test
  void billsCachedTokensAsInputWithoutAPriceOfTheirOwn() {
    Prices prices = prices("\"input\": 3, \"output\": 15");

    assertThat(prices.cost(CACHED, NOW).orElseThrow()).isEqualByComparingTo(amount("0.45"));
  }

  @Test
  void billsWrittenTokensByTheTimeInTheCache() {
    Prices prices =
        prices("\"input\": 2, \"output\": 10, \"cache_write_ttl\": {\"PT30M\": 2.5, \"PT12H\": 5}");
    Usage written = new Usage(1_000_000, 0, 0, 1_000_000, 0, 0, 0);

    assertThat(prices.cost(written, NOW).orElseThrow()).isEqualByComparingTo("2.5");
    assertThat(costWithTime(prices, written, Duration.ofMinutes(5))).isEqualByComparingTo("2.5");
    assertThat(costWithTime(prices, written, Duration.ofHours(1))).isEqualByComparingTo("5");
    assertThat(costWithTime(prices, written, Duration.ofDays(2))).isEqualByComparingTo("5");
  }

  @Test
  void billsTheWholeRequestAtThePriceOfItsLength() {
    Prices prices =
        prices(
            "\"input\": 2, \"output\": 10, \"tiers\": [{\"tier\": {\"size\": 272000}, \"input\": 4,"
                + " \"output\": 15}]");

    assertThat(prices.cost(Usage.of(272_000, 1_000), NOW).orElseThrow())
        .isEqualByComparingTo("0.554");
    assertThat(prices.cost(Usage.of(272_001, 1_000), NOW).orElseThrow())
        .isEqualByComparingTo("1.103004");
  }

  @Test
  void hasNoPriceOutsideOfItsPeriods() {
    Prices prices = prices("\"input\": 0.75, \"output\": 3.75, \"valid_until\": \"2027-01-01\"");
    Usage usage = Usage.of(1_000_000, 0);

    assertThat(prices.cost(usage, Instant.parse("2026-12-31T23:59:59Z")).orElseThrow())
        .isEqualByComparingTo("0.75");
    assertThat(prices.cost(usage, Instant.parse("2027-01-01T00:00:00Z"))).isEmpty();
  }

  @Test
  void billsServiceTiersByFactorAndPeriod() {
    ModelProfile sol = ModelCatalog.builtIn().profile("gpt-6.2-sol").orElseThrow();
    Prices prices = sol.prices().orElseThrow();
    Usage usage = Usage.of(100_000, 10_000);
    Instant march = Instant.parse("2027-03-01T00:00:00Z");

    assertThat(sol.cost(usage, NOW).orElseThrow()).isEqualByComparingTo("0.3");
    assertThat(prices.cost(usage, NOW, Billing.batch()).orElseThrow()).isEqualByComparingTo("0.15");
    assertThat(prices.cost(usage, NOW, tier("fast")).orElseThrow()).isEqualByComparingTo("0.6");
    assertThat(prices.cost(usage, NOW, tier("ultrafast")).orElseThrow())
        .isEqualByComparingTo("0.9");
    assertThat(prices.cost(usage, march, tier("ultrafast")).orElseThrow())
        .isEqualByComparingTo("1.8");
    assertThat(prices.cost(usage, NOW, tier("unheard"))).isEmpty();
  }

  @Test
  void hasNoPriceForAudioWithoutARate() {
    Usage audio = new Usage(1_000, 100, 0, 0, 0, 500, 0);

    assertThat(prices("\"input\": 1, \"output\": 2").cost(audio, NOW)).isEmpty();
    assertThat(
            prices("\"input\": 1, \"output\": 2, \"input_audio\": 4")
                .cost(audio, NOW)
                .orElseThrow())
        .isEqualByComparingTo("0.0027");
  }

  @Test
  void billsReasoningAtItsOwnPrice() {
    Prices prices = prices("\"input\": 1, \"output\": 2, \"reasoning\": 4");
    Usage reasoned = new Usage(0, 1_000, 0, 0, 600, 0, 0);

    assertThat(prices.cost(reasoned, NOW).orElseThrow()).isEqualByComparingTo("0.0032");
  }

  private static BigDecimal costWithTime(Prices prices, Usage usage, Duration time) {
    Optional<BigDecimal> cost = prices.cost(usage, NOW, Billing.standard().withCacheTime(time));
    return cost.orElseThrow();
  }

  private static Billing tier(String name) {
    return Billing.standard().withServiceTier(name);
  }

  private static Prices prices(String cost) {
    String json = "{\"p\": {\"models\": {\"m\": {\"cost\": {" + cost + "}}}}}";
    return ModelCatalog.parse(json, "test").profile("m").orElseThrow().prices().orElseThrow();
  }

  private static BigDecimal amount(String text) {
    return new BigDecimal(text);
  }
}
