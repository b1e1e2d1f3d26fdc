package org.atomicagents.internal.batch;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.LimitState;
import org.jspecify.annotations.Nullable;

/** The cost of the items of a batch so far, and its maximum. Thread-safe. */
final class CostMeter {
  private final @Nullable BigDecimal max;
  private final String currency;
  private final AtomicReference<Spent> spent =
      new AtomicReference<>(new Spent(BigDecimal.ZERO, 0, 0, false));

  /**
   * Creates a meter.
   *
   * @param max the maximum; null for none
   * @param currency the ISO 4217 code of its currency; empty if it is not known
   */
  CostMeter(@Nullable BigDecimal max, String currency) {
    this.max = max;
    this.currency = currency;
  }

  /**
   * The known costs.
   *
   * @param items the number of items whose cost is known
   * @param paid the number of those that cost something: failures without a response would lower
   *     the mean, and so the amount that is reserved for items in flight
   * @param isIncomplete whether the cost of an item is not known
   */
  private record Spent(BigDecimal total, long items, long paid, boolean isIncomplete) {
    Spent plus(BigDecimal cost) {
      return new Spent(
          total.add(cost), items + 1, cost.signum() == 0 ? paid : paid + 1, isIncomplete);
    }
  }

  /**
   * Returns whether the cost of an item was added; false if the cost is limited and this one is not
   * known.
   */
  boolean add(Optional<BigDecimal> cost) {
    spent.updateAndGet(before ->
        cost.map(before::plus).orElse(new Spent(before.total, before.items, before.paid, true)));
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
   * Returns whether another item may start: the known costs, and the mean cost of paid items for
   * each item in flight, are below the maximum.
   */
  boolean permits(int inFlight) {
    if (max == null) {
      return true;
    }
    Spent now = spent.get();
    if (now.paid == 0) {
      return true;
    }
    // Multiplied by the number of items, since the mean may have no finite decimal expansion.
    BigDecimal paid = BigDecimal.valueOf(now.paid);
    BigDecimal expected = now.total.multiply(BigDecimal.valueOf(now.paid + inFlight));
    return expected.compareTo(max.multiply(paid)) < 0
        || (inFlight == 0 && now.total.compareTo(max) < 0);
  }

  /** Returns the exception of an item that was not started because the maximum is spent. */
  LimitExceededException failure() {
    BigDecimal used = spent.get().total;
    BigDecimal limit = max == null ? used : max;
    return LimitExceededException.of(
        "The maximum cost of the batch is spent: %s of %s%s.\nRaise it with withMaxCost."
            .formatted(plain(used), plain(limit), currency.isEmpty() ? "" : " " + currency),
        new LimitState(
            "batch",
            "",
            "the batch",
            "money",
            currency,
            used,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            limit,
            null),
        null);
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }
}
