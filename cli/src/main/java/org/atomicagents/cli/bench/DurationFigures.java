package org.atomicagents.cli.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The distribution of a number of durations. All durations are zero if there is none.
 *
 * @param count the number of durations
 * @param curve the percentiles in rising order, with a precision of three decimal digits
 */
public record DurationFigures(
    long count, Duration min, Duration mean, Duration max, List<Percentile> curve) {

  public DurationFigures {
    curve = List.copyOf(curve);
  }

  /**
   * A percentile by the nearest rank.
   *
   * @param percent the share of the durations that are at most the value, from 0 to 100
   */
  public record Percentile(double percent, Duration value) {}

  /** Returns whether there are durations. */
  public boolean isPresent() {
    return count > 0;
  }

  /** Returns the median. */
  public Duration p50() {
    return at(50);
  }

  /** Returns the 95th percentile. */
  public Duration p95() {
    return at(95);
  }

  /** Returns the 99th percentile. */
  public Duration p99() {
    return at(99);
  }

  /**
   * Returns a percentile of the curve.
   *
   * @throws IllegalArgumentException if the curve does not contain it
   */
  public Duration at(double percent) {
    Optional<Percentile> found = curve.stream().filter(p -> p.percent() == percent).findFirst();
    return found
        .map(Percentile::value)
        .orElseThrow(() -> new IllegalArgumentException("percent: not in the curve: " + percent));
  }
}
