package org.atomicagents.internal.catalog;

import static java.util.Comparator.comparing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.atomicagents.error.ConfigurationException;
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
  private static final Set<String> FACTOR = Set.of("factor", "valid_from", "valid_until");
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
    requireSeparate(model, all);
    return new Prices(currency(model), all);
  }

  /** Checks that no two prices of a service tier are valid at the same time. */
  private static void requireSeparate(CatalogNode model, List<PricePeriod> periods) {
    var latest = new HashMap<String, PricePeriod>();
    periods.stream()
        .sorted(comparing(PriceReader::start))
        .forEach(period -> {
          PricePeriod before = latest.put(period.serviceTier(), period);
          if (before != null && overlap(before, period)) {
            throw ConfigurationException.of(
                "%s: expected one price of service tier '%s' at a time, found several from %s."
                    .formatted(
                        model.path(),
                        period.serviceTier(),
                        period.from() == null ? "the beginning" : period.from()));
          }
        });
  }

  private static boolean overlap(PricePeriod before, PricePeriod after) {
    Instant end = before.until();
    return end == null || start(after).isBefore(end);
  }

  private static Instant start(PricePeriod period) {
    Instant from = period.from();
    return from == null ? Instant.MIN : from;
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
    if (!tier.has("factor")) {
      return List.of(period(tier.requireKeys(COST), name));
    }
    tier.requireKeys(FACTOR);
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
          TokenRates before = rates.putIfAbsent((long) size.tokens(), rates(tier));
          if (before != null && !before.equals(rates(tier))) {
            throw size.invalid("another size than 0 and those of the other tiers");
          }
        });
    Instant from = cost.instantOrNull("valid_from");
    Instant until = cost.instantOrNull("valid_until");
    if (from != null && until != null && !from.isBefore(until)) {
      throw cost.get("valid_until").invalid("a date after valid_from");
    }
    return new PricePeriod(serviceTier, from, until, rates);
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
