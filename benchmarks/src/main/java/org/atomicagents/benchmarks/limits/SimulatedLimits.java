package org.atomicagents.benchmarks.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.testing.internal.limit.EventClock;
import org.atomicagents.testing.internal.limit.FixedWindowQuota;
import org.atomicagents.testing.internal.limit.LimitExperiment;
import org.atomicagents.testing.internal.limit.LimitLoad;
import org.atomicagents.testing.internal.limit.LimitLoad.EstimateError;
import org.atomicagents.testing.internal.limit.LimitLoad.SizeDistribution;
import org.atomicagents.testing.internal.limit.LimitReport;
import org.atomicagents.testing.internal.limit.MinuteBound;
import org.atomicagents.testing.internal.limit.QuotaSimulator;
import org.atomicagents.testing.internal.limit.TokenBucketQuota;

/**
 * What a {@link RateLimit} of 600 requests and 60,000 tokens per minute uses of a simulated
 * provider's limits, for each combination of sizes, errors of estimates and kinds of providers.
 *
 * <p>Each case lasts eleven minutes on a simulated clock, of which the first one does not count for
 * the used share. Not thread-safe.
 */
public final class SimulatedLimits {
  private static final int REQUESTS = 600;
  private static final int TOKENS = 60_000;
  private static final int MINUTES = 11;
  private static final double NANOS_PER_MINUTE = 60e9;

  private static final List<EstimateError> ERRORS =
      List.of(
          EstimateError.factor(0.5),
          EstimateError.factor(2),
          EstimateError.noise(0.5),
          EstimateError.heavyTail(1.5));

  private final List<Double> lowestMinutes = new ArrayList<>();
  private final List<Double> means = new ArrayList<>();
  private final List<Double> rejected = new ArrayList<>();
  private final List<Double> bounds = new ArrayList<>();

  private SimulatedLimits() {}

  /** Simulates requests of up to 1% of the limit; requests or tokens are the binding limit. */
  public static SimulatedLimits ofSmallRequests(int seeds, long seed) {
    return of(
        List.of(SizeDistribution.logUniform(30, 90), SizeDistribution.logUniform(60, 600)),
        seeds,
        seed);
  }

  /** Simulates requests of 0.1% to 10% of the limit. */
  public static SimulatedLimits ofLargeRequests(int seeds, long seed) {
    return of(List.of(SizeDistribution.logUniform(60, 6_000)), seeds, seed);
  }

  /** Returns the used share of the binding limit in the lowest full minute of each case. */
  public MeasurementSeries lowestMinutes() {
    return new MeasurementSeries(lowestMinutes);
  }

  /** Returns the mean of the used shares of all full minutes of each case. */
  public MeasurementSeries means() {
    return new MeasurementSeries(means);
  }

  /** Returns the share of rejected requests of each case. */
  public MeasurementSeries rejected() {
    return new MeasurementSeries(rejected);
  }

  /** Returns the share of rejected requests of all cases together. */
  public double meanRejected() {
    return rejected.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /**
   * Returns what the best schedule in the order of the requests uses that no fixed window rejects,
   * with known tokens and without latency.
   */
  public MeasurementSeries bounds() {
    return new MeasurementSeries(bounds);
  }

  /** Returns the number of cases. */
  public int cases() {
    return means.size();
  }

  private static SimulatedLimits of(List<SizeDistribution> sizes, int seeds, long seed) {
    var results = new SimulatedLimits();
    long next = seed;
    for (SizeDistribution size : sizes) {
      for (EstimateError error : ERRORS) {
        for (int repeat = 0; repeat < seeds; repeat++) {
          Random phase = new Random(next);
          long age = (long) (phase.nextDouble() * NANOS_PER_MINUTE);
          results.simulate(new FixedWindowQuota(REQUESTS, TOKENS, age), size, error, next++);
          results.simulate(new TokenBucketQuota(REQUESTS, TOKENS, 1), size, error, next++);
        }
      }
    }
    return results;
  }

  private void simulate(
      QuotaSimulator quota, SizeDistribution sizes, EstimateError error, long seed) {
    var clock = new EventClock();
    var random = new Random(seed);
    var limit = RateLimit.perMinute(REQUESTS).tokens(TOKENS).timeSource(clock).build();
    LimitReport report =
        new LimitExperiment(clock, random, quota, new LimitLoad(random, sizes, error))
            .run(limit, new LimitReport(REQUESTS, TOKENS, MINUTES));
    lowestMinutes.add(report.minUsedShare());
    means.add(report.meanUsedShare());
    rejected.add(report.rejectedShare());
    var known = new LimitLoad(new Random(seed), sizes, EstimateError.factor(1));
    bounds.add(MinuteBound.of(known, REQUESTS, TOKENS, MINUTES).meanUsedShare());
  }
}
