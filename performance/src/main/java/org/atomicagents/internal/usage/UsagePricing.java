package org.atomicagents.internal.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.price.Money;
import org.atomicagents.price.Prices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cost of usage, in the currency of a limit. Thread-safe. */
final class UsagePricing {
  private static final Logger log = LoggerFactory.getLogger(UsagePricing.class);

  private final UsageSettings settings;
  private final @Nullable Currency currency;
  private final AtomicBoolean hasWarned = new AtomicBoolean();

  UsagePricing(UsageSettings settings) {
    this.settings = settings;
    this.currency = settings.limits().money().map(Money::currency).orElse(null);
  }

  /**
   * Returns the estimated cost of a request; zero if money is not limited.
   *
   * @throws ConfigurationException if the price is unknown or of another currency, unless the
   *     limits are not enforced
   */
  BigDecimal estimate(Model model, Usage estimate, Instant time) {
    if (currency == null) {
      return BigDecimal.ZERO;
    }
    Prices prices = prices(model).orElse(null);
    BigDecimal cost =
        prices == null ? null : prices.cost(estimate, time, settings.billing()).orElse(null);
    if (prices != null && !prices.currency().equals(currency)) {
      return unknown(
          "the prices of model '%s' are in %s, and the limit is in %s"
              .formatted(model, prices.currency(), currency),
          "Set the limit in %s, or give prices in %s by Model.withCatalog."
              .formatted(prices.currency(), currency));
    }
    if (cost == null) {
      return unknown(
          "the price of model '%s' is unknown at %s in service tier '%s'"
              .formatted(model, time, settings.billing().serviceTier()),
          "Give it by Model.withCatalog, with ModelCatalog.load or ModelProfile.ofPrices.");
    }
    return cost;
  }

  private BigDecimal unknown(String problem, String remedy) {
    String message =
        "Usage limit '%s' limits money, but %s.\n%s".formatted(settings.name(), problem, remedy);
    if (settings.isEnforced()) {
      throw ConfigurationException.of(message);
    }
    if (!hasWarned.getAndSet(true)) {
      log.warn("Requests count as free of charge: {}", message);
    }
    return BigDecimal.ZERO;
  }

  /**
   * Returns the cost of a request that was sent; zero if money is not limited.
   *
   * <p>Audio whose price is unknown costs as much as text.
   *
   * @param time the time at which the request was sent
   */
  BigDecimal cost(Model model, Usage usage, Instant time) {
    Prices prices = currency == null ? null : prices(model).orElse(null);
    if (prices == null || !prices.currency().equals(currency)) {
      return BigDecimal.ZERO;
    }
    return prices
        .cost(usage, time, settings.billing())
        .or(() -> prices.cost(withoutAudio(usage), time, settings.billing()))
        .orElse(BigDecimal.ZERO);
  }

  private static Optional<Prices> prices(Model model) {
    return model.profile().flatMap(ModelProfile::prices);
  }

  private static Usage withoutAudio(Usage usage) {
    return new Usage(
        usage.inputTokens(),
        usage.outputTokens(),
        usage.cacheReadTokens(),
        usage.cacheWriteTokens(),
        usage.reasoningTokens(),
        0,
        0);
  }
}
