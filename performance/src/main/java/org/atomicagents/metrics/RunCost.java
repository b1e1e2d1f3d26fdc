package org.atomicagents.metrics;

import java.math.BigDecimal;
import java.util.Optional;
import org.atomicagents.message.Usage;

/**
 * A function from the usage of a model to its cost. Implementations must be thread-safe. After an
 * exception of the function, the price of the run counts as unknown.
 */
@FunctionalInterface
public interface RunCost {

  /**
   * Returns the cost of a usage, in the currency of the prices; empty if the prices of the model
   * are unknown.
   *
   * @param model the model that responded
   */
  Optional<BigDecimal> of(String model, Usage usage);

  /** Returns a function without prices. */
  static RunCost unknown() {
    return (model, usage) -> Optional.empty();
  }
}
