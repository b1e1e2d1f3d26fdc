package org.atomicagents.internal.spark;

import java.math.BigDecimal;
import org.apache.spark.util.AccumulatorV2;

/** A sum of exact amounts. Not thread-safe, as Spark's accumulators: each task has its own copy. */
public final class CostAccumulator extends AccumulatorV2<BigDecimal, BigDecimal> {
  private static final long serialVersionUID = 1;

  private BigDecimal sum = BigDecimal.ZERO;

  @Override
  public boolean isZero() {
    return sum.signum() == 0;
  }

  @Override
  public CostAccumulator copy() {
    var copy = new CostAccumulator();
    copy.sum = sum;
    return copy;
  }

  @Override
  public void reset() {
    sum = BigDecimal.ZERO;
  }

  @Override
  public void add(BigDecimal amount) {
    sum = sum.add(amount);
  }

  @Override
  public void merge(AccumulatorV2<BigDecimal, BigDecimal> other) {
    sum = sum.add(other.value());
  }

  @Override
  public BigDecimal value() {
    return sum;
  }
}
