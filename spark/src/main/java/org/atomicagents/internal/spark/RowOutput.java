package org.atomicagents.internal.spark;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * The output of a row.
 *
 * @param cost the cost of its run; empty if it is not known
 * @param isReplayed whether it was taken from the journal
 */
public record RowOutput<O>(O value, Optional<BigDecimal> cost, boolean isReplayed) {
  public RowOutput {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(cost, "cost");
  }
}
