package org.atomicagents.benchmarks.harness;

import java.time.Duration;

/**
 * The durations and the load of a benchmark run.
 *
 * @param forks the number of times that all processes are restarted, since JIT compilation differs
 *     between runs
 * @param warmUp the minimum warm-up of each process
 * @param maxWarmUp the maximum warm-up, even if the JIT compiler is still busy
 * @param rounds the number of turns of each process per fork
 * @param turn the duration of a turn
 * @param starts the number of timed starts, in benchmarks that measure starts
 * @param limit the duration after which a comparison starts no further fork
 * @param scale the amount of load
 */
public record BenchmarkProfile(
    int forks,
    Duration warmUp,
    Duration maxWarmUp,
    int rounds,
    Duration turn,
    int starts,
    Duration limit,
    ProfileScale scale) {

  /** The amount of load. */
  enum ProfileScale {
    /** The load that the figures are defined with. */
    FULL,
    /** A load that fits into 50 seconds. */
    QUICK,
    /** A minimal load that only tests the format of a report. */
    SMOKE
  }

  public static final BenchmarkProfile FULL =
      of(3, 4_000, 20_000, 12, 400, 15, 1_200, ProfileScale.FULL);
  public static final BenchmarkProfile QUICK =
      of(2, 1_000, 5_000, 4, 120, 4, 32, ProfileScale.QUICK);
  public static final BenchmarkProfile SMOKE = of(1, 20, 20, 1, 20, 1, 60, ProfileScale.SMOKE);

  private static BenchmarkProfile of(
      int forks,
      int warmUpMillis,
      int maxWarmUpMillis,
      int rounds,
      int turnMillis,
      int starts,
      int limitSeconds,
      ProfileScale scale) {
    return new BenchmarkProfile(
        forks,
        Duration.ofMillis(warmUpMillis),
        Duration.ofMillis(maxWarmUpMillis),
        rounds,
        Duration.ofMillis(turnMillis),
        starts,
        Duration.ofSeconds(limitSeconds),
        scale);
  }

  /** Returns the argument for this profile's scale. */
  public <T> T pick(T full, T quick, T smoke) {
    return switch (scale) {
      case FULL -> full;
      case QUICK -> quick;
      case SMOKE -> smoke;
    };
  }

  /**
   * Returns a profile whose warm-up ends only when the compiler is idle, for calls over HTTP: their
   * figures fall for 60,000 calls.
   */
  public BenchmarkProfile warmed() {
    Duration max = pick(Duration.ofSeconds(40), Duration.ofSeconds(12), maxWarmUp);
    return new BenchmarkProfile(forks, warmUp, max, rounds, turn, starts, limit, scale);
  }

  /** Returns a profile with half as many restarts, for a benchmark of several comparisons. */
  public BenchmarkProfile shortened() {
    return new BenchmarkProfile(
        (forks + 1) / 2, warmUp, maxWarmUp, rounds, turn, starts, limit, scale);
  }
}
