package org.atomicagents.cli.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The result of a {@link LoadRun}. Immutable.
 *
 * @param started the time of the start
 * @param elapsed the duration of all levels, warm-up included
 * @param levels the measured levels in their order; the last one may be incomplete, and levels
 *     after it are missing
 * @param warmUp the tokens and the cost of the runs that were not measured
 * @param stop the reason for an early end; empty if all runs ended
 */
public record LoadReport(
    LoadPlan plan,
    Instant started,
    Duration elapsed,
    List<LoadLevel> levels,
    LevelSpend warmUp,
    Optional<LoadStop> stop) {

  public LoadReport {
    levels = List.copyOf(levels);
  }

  /** Returns whether all runs of the plan ended, successful or not. */
  public boolean isComplete() {
    return stop.isEmpty() && levels.stream().allMatch(LoadLevel::isComplete);
  }

  /** Returns the number of failed runs of all levels. */
  public long failed() {
    return levels.stream().mapToLong(LoadLevel::failed).sum();
  }

  /** Returns the number of successful runs of all levels. */
  public long succeeded() {
    return levels.stream().mapToLong(LoadLevel::succeeded).sum();
  }

  /** Returns the tokens and the cost of all runs, warm-up included. */
  public LevelSpend spend() {
    return levels.stream().map(LoadLevel::spend).reduce(warmUp, LevelSpend::plus);
  }
}
