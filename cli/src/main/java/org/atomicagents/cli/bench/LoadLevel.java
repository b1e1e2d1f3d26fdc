package org.atomicagents.cli.bench;

import java.time.Duration;
import java.util.List;
import org.atomicagents.cli.bench.CallTrace.Example;

/**
 * The measurement at one level of concurrency. Immutable.
 *
 * @param concurrency the number of callers
 * @param plannedRuns the number of runs to measure
 * @param cancelledRuns the number of runs that were cancelled by a stop; nothing else contains them
 * @param elapsed the time from the start of the first run to the end of the last one
 * @param latency the durations of the successful runs
 * @param firstToken the times to the first text of the successful streamed runs
 * @param phases the mean phases of the successful runs that sent requests
 * @param slowestPhases the mean phases of the slowest tenth of them
 * @param tokensPerSecond the output tokens of successful runs divided by the time in which models
 *     wrote them, as in {@link org.atomicagents.metrics.MetricsSummary}; 0 without such a time
 * @param failures the failed runs by type, the most frequent first
 * @param examples traces of single runs
 */
public record LoadLevel(
    int concurrency,
    long plannedRuns,
    long cancelledRuns,
    Duration elapsed,
    DurationFigures latency,
    DurationFigures firstToken,
    PhaseFigures phases,
    PhaseFigures slowestPhases,
    double tokensPerSecond,
    LevelSpend spend,
    LevelWork work,
    List<FailureFigures> failures,
    List<Example> examples) {

  public LoadLevel {
    failures = List.copyOf(failures);
    examples = List.copyOf(examples);
  }

  /** Returns the number of successful runs. */
  public long succeeded() {
    return latency.count();
  }

  /** Returns the number of failed runs. */
  public long failed() {
    return failures.stream().mapToLong(FailureFigures::count).sum();
  }

  /** Returns the number of runs that ended, successful or not. */
  public long runs() {
    return succeeded() + failed();
  }

  /** Returns whether all planned runs ended. */
  public boolean isComplete() {
    return runs() == plannedRuns;
  }

  /** Returns the successful runs per second; 0 if no time has passed. */
  public double runsPerSecond() {
    return perSecond(succeeded());
  }

  /** Returns the output tokens of all runs per second; 0 if no time has passed. */
  public double outputTokensPerSecond() {
    return perSecond(spend.usage().outputTokens());
  }

  private double perSecond(long count) {
    return elapsed.isZero() ? 0 : count * 1e9 / elapsed.toNanos();
  }
}
