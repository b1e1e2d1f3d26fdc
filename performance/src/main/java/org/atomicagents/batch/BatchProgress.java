package org.atomicagents.batch;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.atomicagents.message.Usage;

/**
 * The progress of a batch at one moment.
 *
 * <p>Immutable.
 *
 * @param done the number of items with an outcome, failures and replayed ones included
 * @param failed the number of items that failed
 * @param replayed the number of items whose result was taken from a journal
 * @param inFlight the number of items whose run is in progress
 * @param total the number of inputs; empty if it is not known
 * @param elapsed the time since the start of the batch
 * @param itemsPerSecond the number of items run per second in the latest 30 seconds; the mean since
 *     the start if fewer than five were completed in that time; 0 before the first one. Replayed
 *     items do not count
 * @param usage the tokens of all items that were run, failed ones included
 * @param cost the cost of these tokens, in the currency of the prices; empty if the price of an
 *     item is not known, and before the first item
 */
public record BatchProgress(
    long done,
    long failed,
    long replayed,
    int inFlight,
    OptionalLong total,
    Duration elapsed,
    double itemsPerSecond,
    Usage usage,
    Optional<BigDecimal> cost) {
  private static final double NANOS_PER_SECOND = 1e9;

  public BatchProgress {
    Objects.requireNonNull(total, "total");
    Objects.requireNonNull(elapsed, "elapsed");
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(cost, "cost");
  }

  /** Returns the number of items that succeeded. */
  public long succeeded() {
    return done - failed;
  }

  /**
   * Returns the estimated time until the end, at the present rate; empty without a total or before
   * the first item.
   */
  public Optional<Duration> timeLeft() {
    if (total.isEmpty()) {
      return Optional.empty();
    }
    long remaining = Math.max(0, total.getAsLong() - done);
    if (remaining == 0) {
      return Optional.of(Duration.ZERO);
    }
    return itemsPerSecond > 0
        ? Optional.of(Duration.ofNanos((long) (remaining / itemsPerSecond * NANOS_PER_SECOND)))
        : Optional.empty();
  }
}
