package org.atomicagents.batch;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The progress of a batch at one moment.
 *
 * <p>Immutable.
 *
 * @param done the number of items with an outcome, failures included
 * @param failed the number of items that failed
 * @param inFlight the number of items whose run is in progress
 * @param total the number of inputs; empty if they are read from an iterator
 * @param elapsed the time since the start of the batch
 */
public record BatchProgress(
    long done, long failed, int inFlight, OptionalLong total, Duration elapsed) {
  private static final double NANOS_PER_SECOND = 1e9;

  public BatchProgress {
    Objects.requireNonNull(total, "total");
    Objects.requireNonNull(elapsed, "elapsed");
  }

  /** Returns the number of items done per second since the start; 0 at the start. */
  public double itemsPerSecond() {
    double seconds = elapsed.toNanos() / NANOS_PER_SECOND;
    return seconds > 0 ? done / seconds : 0;
  }

  /**
   * Returns the estimated time until the end; empty without a total or before the first outcome.
   */
  public Optional<Duration> timeLeft() {
    if (total.isEmpty() || done == 0) {
      return Optional.empty();
    }
    double nanosPerItem = (double) elapsed.toNanos() / done;
    return Optional.of(Duration.ofNanos((long) (nanosPerItem * (total.getAsLong() - done))));
  }
}
