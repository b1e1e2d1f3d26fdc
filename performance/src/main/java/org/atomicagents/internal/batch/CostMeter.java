package org.atomicagents.internal.batch;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.error.LimitExceededException;
import org.jspecify.annotations.Nullable;

/** The cost of the items of a batch so far, and its maximum. Thread-safe. */
final class CostMeter {
  private static final int MICRO_DIGITS = 6;

  private final @Nullable BigDecimal max;
  private final AtomicReference<Spent> spent =
      new AtomicReference<>(new Spent(BigDecimal.ZERO, 0, false));

  /**
   * Creates a meter.
   *
   * @param max the maximum; null for none
   */
  CostMeter(@Nullable BigDecimal max) {
    this.max = max;
  }

  /**
   * The known costs.
   *
   * @param isIncomplete whether the cost of an item is not known
   */
  private record Spent(BigDecimal total, long items, boolean isIncomplete) {
    Spent plus(BigDecimal cost) {
      return new Spent(total.add(cost), items + 1, isIncomplete);
    }
  }

  /** Adds the cost of an item; returns false if the cost is limited and this one is not known. */
  boolean add(Optional<BigDecimal> cost) {
    spent.updateAndGet(
        before -> cost.map(before::plus).orElse(new Spent(before.total, before.items, true)));
    return cost.isPresent() || max == null;
  }

  /** Returns the cost of all items; empty if one of them is not known, and before the first. */
  Optional<BigDecimal> total() {
    Spent now = spent.get();
    return now.isIncomplete || now.items == 0 ? Optional.empty() : Optional.of(now.total);
  }

  boolean isSpent() {
    return max != null && spent.get().total.compareTo(max) >= 0;
  }

  /**
   * Returns whether another item may start: the known costs, and the mean cost for each item in
   * flight, are below the maximum.
   */
  boolean permits(int inFlight) {
    if (max == null) {
      return true;
    }
    Spent now = spent.get();
    if (now.items == 0) {
      return true;
    }
    // Multiplied by the number of items, since the mean may have no finite decimal expansion.
    BigDecimal items = BigDecimal.valueOf(now.items);
    BigDecimal expected = now.total.multiply(BigDecimal.valueOf(now.items + inFlight));
    return expected.compareTo(max.multiply(items)) < 0
        || (inFlight == 0 && now.total.compareTo(max) < 0);
  }

  /** Returns the exception of an item that was not started because the maximum is spent. */
  LimitExceededException failure() {
    return LimitExceededException.of(
        "the maximum cost of the batch, in millionths of the currency",
        micros(spent.get().total),
        micros(max == null ? BigDecimal.ZERO : max));
  }

  private static long micros(BigDecimal amount) {
    return amount.movePointRight(MICRO_DIGITS).longValue();
  }
}
