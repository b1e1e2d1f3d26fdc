package org.atomicagents.internal.resilience;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The number of second requests that the share of extra requests permits. Each request adds its
 * share; a second request takes one. Thread-safe.
 */
final class HedgeBudget {
  private static final long ONE = 1_000_000;
  // Keeps a long time without hedges from permitting a burst of them.
  private static final int MAX_SAVED = 10;

  private final long share;
  private final AtomicLong saved = new AtomicLong(ONE);

  HedgeBudget(double share) {
    this.share = (long) (share * ONE);
  }

  void add() {
    saved.getAndUpdate(amount -> Math.min(MAX_SAVED * ONE, amount + share));
  }

  void giveBack() {
    saved.getAndAdd(ONE);
  }

  boolean tryTake() {
    return saved.getAndUpdate(amount -> amount >= ONE ? amount - ONE : amount) >= ONE;
  }
}
