package org.atomicagents.internal.batch;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.RunResult;

/**
 * The result of an item's run.
 *
 * @param cost the cost of the run, in the currency of the prices; empty if it is not known
 * @param isReplayed whether the result was taken from a journal
 */
public record ItemResult<O>(RunResult<O> result, Optional<BigDecimal> cost, boolean isReplayed) {
  public ItemResult {
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(cost, "cost");
  }

  /** Returns the result of a run that has just ended. */
  public static <O> ItemResult<O> of(RunResult<O> result) {
    return new ItemResult<>(result, ItemPricing.cost(result), false);
  }
}
