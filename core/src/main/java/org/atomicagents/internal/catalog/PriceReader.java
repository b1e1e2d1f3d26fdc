package org.atomicagents.internal.catalog;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.atomicagents.price.Billing;
import org.atomicagents.price.PricePeriod;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.jspecify.annotations.Nullable;

/** Reads the prices of a model, in the layout of models.dev with additional keys. */
final class PriceReader {
  private static final Set<String> RATES =
      Set.of(
          "input",
          "output",
          "reasoning",
          "cache_read",
          "cache_write",
          "cache_write_ttl",
          "input_audio",
          "output_audio");
  private static final Set<String> TIER = plus(RATES, "tier");
  private static final Set<String> COST =
      plus(RATES, "tiers", "context_over_200k", "valid_from", "valid_until");
  private static final Set<String> SERVICE_TIER = plus(COST, "factor");
  private static final long LONG_INPUT = 200_000;

  /** The time for which a cache keeps tokens if the provider states none. */
  private static final Duration UNSTATED_TIME = Duration.ofMinutes(5);

  private PriceReader() {}

  /** Returns the prices of a model that has the key {@code cost}. */
  static Prices read(CatalogNode model) {
    var standard = new ArrayList<PricePeriod>();
    forEach(
        model.get("cost"),
        cost -> standard.add(period(cost.requireKeys(COST), Billing.STANDARD_TIER)));
    var all = new ArrayList<>(standard);
    model
        .get("service_tiers")
        .forEachProperty(
            (name, tier) -> forEach(tier, entry -> all.addAll(serviceTier(name, entry, standard))));
    return new Prices(currency(model), all);
  }

  private static Currency currency(CatalogNode model) {
    String code = model.has("currency") ? model.text("currency") : "USD";
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      throw model.get("currency").invalid("an ISO 4217 code such as USD");
    }
  }

  private static List<PricePeriod> serviceTier(
      String name, CatalogNode tier, List<PricePeriod> standard) {
    tier.requireKeys(SERVICE_TIER);
    if (!tier.has("factor")) {
      return List.of(period(tier, name));
    }
    BigDecimal factor = tier.get("factor").amount();
    Instant from = tier.instantOrNull("valid_from");
    Instant until = tier.instantOrNull("valid_until");
    var periods = new ArrayList<PricePeriod>();
    for (PricePeriod period : standard) {
      Instant start = later(from, period.from());
      Instant end = earlier(until, period.until());
      if (start == null || end == null || start.isBefore(end)) {
        var rates = new TreeMap<>(period.rates());
        rates.replaceAll((tokens, rate) -> rate.times(factor));
        periods.add(new PricePeriod(name, start, end, rates));
      }
    }
    return periods;
  }

  private static PricePeriod period(CatalogNode cost, String serviceTier) {
    SortedMap<Long, TokenRates> rates = new TreeMap<>();
    rates.put(0L, rates(cost));
    if (cost.has("context_over_200k")) {
      rates.put(LONG_INPUT, rates(cost.get("context_over_200k").requireKeys(RATES)));
    }
    cost.get("tiers")
        .forEachItem(tier -> {
          CatalogNode size = tier.requireKeys(TIER).get("tier").get("size");
          rates.put((long) size.tokens(), rates(tier));
        });
    return new PricePeriod(
        serviceTier, cost.instantOrNull("valid_from"), cost.instantOrNull("valid_until"), rates);
  }

  private static TokenRates rates(CatalogNode cost) {
    var writes = new TreeMap<Duration, BigDecimal>();
    if (cost.has("cache_write")) {
      writes.put(UNSTATED_TIME, cost.get("cache_write").amount());
    }
    CatalogNode times = cost.get("cache_write_ttl");
    times.forEachProperty((time, price) -> writes.put(times.duration(time), price.amount()));
    return new TokenRates(
        cost.get("input").amount(),
        cost.get("output").amount(),
        cost.amountOrNull("reasoning"),
        cost.amountOrNull("cache_read"),
        writes,
        cost.amountOrNull("input_audio"),
        cost.amountOrNull("output_audio"));
  }

  private static void forEach(CatalogNode oneOrList, Consumer<CatalogNode> action) {
    if (oneOrList.isArray()) {
      oneOrList.forEachItem(action);
    } else {
      action.accept(oneOrList);
    }
  }

  private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isAfter(a)) ? b : a;
  }

  private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isBefore(a)) ? b : a;
  }

  private static Set<String> plus(Set<String> keys, String... more) {
    var all = new HashSet<>(keys);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }
}
