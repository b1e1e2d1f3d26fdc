package org.atomicagents.cli.bench;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.batch.StopPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The load of a measurement: a number of runs at each of several levels of concurrency.
 *
 * <p>The load is a closed loop: at a concurrency of 5, five callers each start a run when their
 * previous one has ended. Immutable.
 *
 * @param concurrency the numbers of callers, one level each, in the order of their measurement
 * @param runs the number of measured runs of each level
 * @param warmUpRuns the number of runs before each level that are not measured; null for one per
 *     caller, but no more than {@code runs}
 * @param isStreaming whether responses are streamed, so that the time to the first token is known
 * @param maxCost the cost from which no further run is started, in the currency of the prices,
 *     warm-up included; null for no limit
 * @param stopPolicy the failures that stop the measurement
 */
public record LoadPlan(
    List<Integer> concurrency,
    long runs,
    @Nullable Integer warmUpRuns,
    boolean isStreaming,
    @Nullable BigDecimal maxCost,
    StopPolicy stopPolicy) {
  /** The maximum number of callers. */
  public static final int MAX_CONCURRENCY = 10_000;

  /** The maximum number of levels. */
  public static final int MAX_LEVELS = 12;

  /** The maximum number of runs of a level. */
  public static final long MAX_RUNS = 10_000_000;

  /**
   * Creates a plan.
   *
   * @throws IllegalArgumentException if a number is out of range, or a level is repeated
   */
  public LoadPlan {
    concurrency = List.copyOf(concurrency);
    Objects.requireNonNull(stopPolicy, "stopPolicy");
    if (concurrency.isEmpty() || concurrency.size() > MAX_LEVELS) {
      throw new IllegalArgumentException(
          "concurrency: expected 1 to %d levels, found %d"
              .formatted(MAX_LEVELS, concurrency.size()));
    }
    concurrency.forEach(callers -> requireRange("concurrency", callers, 1, MAX_CONCURRENCY));
    if (concurrency.stream().distinct().count() < concurrency.size()) {
      throw new IllegalArgumentException(
          "concurrency: expected different levels, found " + concurrency);
    }
    requireRange("runs", runs, 1, MAX_RUNS);
    if (warmUpRuns != null) {
      requireRange("warmUpRuns", warmUpRuns, 0, MAX_RUNS);
    }
    if (maxCost != null && maxCost.signum() <= 0) {
      throw new IllegalArgumentException(
          "maxCost: expected more than 0, found " + maxCost.toPlainString());
    }
  }

  /**
   * Returns a plan of streamed runs with one warm-up run per caller, no maximum cost, and no stop
   * at failures.
   */
  public static LoadPlan of(long runs, Integer... concurrency) {
    return new LoadPlan(List.of(concurrency), runs, null, true, null, StopPolicy.collectAll());
  }

  /** Returns a copy with a number of warm-up runs before each level; 0 for none. */
  public LoadPlan withWarmUpRuns(int count) {
    return new LoadPlan(concurrency, runs, count, isStreaming, maxCost, stopPolicy);
  }

  /** Returns a copy whose responses are streamed or not. */
  public LoadPlan withStreaming(boolean streaming) {
    return new LoadPlan(concurrency, runs, warmUpRuns, streaming, maxCost, stopPolicy);
  }

  /** Returns a copy with a maximum cost in the currency of the prices. */
  public LoadPlan withMaxCost(BigDecimal amount) {
    return new LoadPlan(concurrency, runs, warmUpRuns, isStreaming, amount, stopPolicy);
  }

  /** Returns a copy with the failures that stop the measurement. */
  public LoadPlan withStopPolicy(StopPolicy policy) {
    return new LoadPlan(concurrency, runs, warmUpRuns, isStreaming, maxCost, policy);
  }

  /** Returns the number of warm-up runs of a level. */
  public long warmUpRuns(int callers) {
    return warmUpRuns == null ? Math.min(callers, runs) : warmUpRuns;
  }

  /** Returns the number of runs of all levels, warm-up included. */
  public long totalRuns() {
    return concurrency.stream().mapToLong(callers -> warmUpRuns(callers) + runs).sum();
  }

  Optional<BigDecimal> costLimit() {
    return Optional.ofNullable(maxCost);
  }

  private static void requireRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s: expected %d to %d, found %d".formatted(name, min, max, value));
    }
  }
}
