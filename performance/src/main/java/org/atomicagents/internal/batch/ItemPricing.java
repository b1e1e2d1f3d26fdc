package org.atomicagents.internal.batch;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.atomicagents.CacheState;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.metrics.RunCost;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cost of items. Thread-safe. */
final class ItemPricing {
  private static final Logger log = LoggerFactory.getLogger(ItemPricing.class);
  private static final Optional<BigDecimal> NOTHING = Optional.of(BigDecimal.ZERO);

  private final RunCost costs;
  private final String requested;

  /**
   * Creates a pricing.
   *
   * @param requested the name of the requested model, for failures; may be empty
   */
  ItemPricing(RunCost costs, String requested) {
    this.costs = costs;
    this.requested = requested;
  }

  /**
   * Returns the prices of a model.
   *
   * <p>A response of another model in the catalog, such as that of a fallback, has its own price;
   * another name is an alias of the model.
   */
  static RunCost of(Model model, TimeSource time) {
    Optional<ModelProfile> own = model.profile();
    String name = model.name();
    String provider = model.client().provider();
    return (responded, usage) -> {
      Instant now = time.now();
      Optional<ModelProfile> other =
          responded.startsWith(name)
              ? Optional.empty()
              : ModelCatalog.builtIn().profile(provider, responded);
      return other.or(() -> own).flatMap(profile -> profile.cost(usage, now));
    };
  }

  /** Returns the cost of a result; empty if the price or the usage is not known. */
  Optional<BigDecimal> cost(RunResult<?> result) {
    boolean isShared =
        result.cacheState() == CacheState.HIT || result.cacheState() == CacheState.SHARED;
    if (isShared || result.requests() == 0) {
      return NOTHING;
    }
    return result.usage().equals(Usage.NONE)
        ? Optional.empty()
        : price(result.model(), result.usage());
  }

  /** Returns the cost of a failed run: that of the usage which the provider reported. */
  Optional<BigDecimal> cost(RuntimeException failure) {
    return failure instanceof AgentException consumed && !consumed.usage().equals(Usage.NONE)
        ? price(requested, consumed.usage())
        : NOTHING;
  }

  private Optional<BigDecimal> price(String model, Usage usage) {
    try {
      return costs.of(model, usage);
    } catch (RuntimeException e) {
      log.warn("The price of a run of model {} could not be computed", model, e);
      return Optional.empty();
    }
  }

  /** Returns the cost of an item that was not run. */
  static Optional<BigDecimal> nothing() {
    return NOTHING;
  }
}
