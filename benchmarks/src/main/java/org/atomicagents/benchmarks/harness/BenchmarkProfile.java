package org.atomicagents.benchmarks.harness;

import java.time.Duration;

/**
 * How long a benchmark measures.
 *
 * @param forks how often all sides are started anew, since no two JVMs compile alike
 * @param warmUp how long each side runs at least before it is measured, in every fork
 * @param longestWarmUp where its warm-up ends also if the compiler still has work
 * @param rounds how often each side has its turn in a fork
 * @param turn how long a turn is
 * @param starts how often a start is timed, where starts are what is measured
 * @param limit how long a race may take before it does without its last forks
 * @param scale how much is put on those that are measured under load
 */
public record BenchmarkProfile(
    int forks,
    Duration warmUp,
    Duration longestWarmUp,
    int rounds,
    Duration turn,
    int starts,
    Duration limit,
    ProfileScale scale) {

  /** How much load is enough for what the figures are for. */
  enum ProfileScale {
    /** What the figures are defined with. */
    FULL,
    /** As much as fits into 50 seconds. */
    QUICK,
    /** So little that only the shape of a report is worth something. */
    SMOKE
  }

  public static final BenchmarkProfile FULL =
      of(5, 4_000, 20_000, 12, 400, 15, 1_200, ProfileScale.FULL);
  public static final BenchmarkProfile QUICK =
      of(2, 1_000, 5_000, 4, 120, 4, 32, ProfileScale.QUICK);
  public static final BenchmarkProfile SMOKE = of(1, 20, 20, 1, 20, 1, 60, ProfileScale.SMOKE);

  private static BenchmarkProfile of(
      int forks,
      int warmUpMillis,
      int longestMillis,
      int rounds,
      int turnMillis,
      int starts,
      int limitSeconds,
      ProfileScale scale) {
    return new BenchmarkProfile(
        forks,
        Duration.ofMillis(warmUpMillis),
        Duration.ofMillis(longestMillis),
        rounds,
        Duration.ofMillis(turnMillis),
        starts,
        Duration.ofSeconds(limitSeconds),
        scale);
  }

  /** The one that goes with the scale. */
  public <T> T pick(T full, T quick, T smoke) {
    return switch (scale) {
      case FULL -> full;
      case QUICK -> quick;
      case SMOKE -> smoke;
    };
  }
}
