package org.atomicagents.internal.batch;

import java.math.BigDecimal;
import java.util.Optional;
import org.atomicagents.CacheState;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;

/** The cost of items, in the currency of the prices. */
final class ItemPricing {
  /** The cost of an item that was not run. */
  static final Optional<BigDecimal> NOTHING = Optional.of(BigDecimal.ZERO);

  private ItemPricing() {}

  /** Returns the cost of a result; empty if the price or the usage is not known. */
  static Optional<BigDecimal> cost(RunResult<?> result) {
    boolean isShared =
        result.cacheState() == CacheState.HIT || result.cacheState() == CacheState.SHARED;
    if (isShared || result.requests() == 0) {
      return NOTHING;
    }
    return result.usage().equals(Usage.NONE) ? Optional.empty() : result.cost();
  }

  /** Returns the cost of a failed run: that of the usage which the provider reported. */
  static Optional<BigDecimal> cost(RuntimeException failure) {
    return failure instanceof AgentException consumed ? consumed.cost() : NOTHING;
  }
}
