package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Minutes of requests on a simulated clock, with wrong estimates and random latencies, accepted or
 * rejected by a provider with fixed windows and by one with token buckets.
 */
@Timeout(120)
class LimitSimulationTest {
  private static final int MINUTES = 7;
  private static final int REQUESTS = 600;
  private static final int TOKENS = 60_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final EventClock clock = new EventClock();

  @ParameterizedTest(name = "{0} to {1} tokens, estimates {2}, provider {3}")
  @CsvSource({
    // The requests are the binding limit, then the tokens.
    "30, 90, HALF, WINDOW",
    "30, 90, TAIL, BUCKET",
    "60, 600, HALF, WINDOW",
    "60, 600, DOUBLE, BUCKET",
    "60, 600, NOISE, WINDOW",
    "60, 600, NOISE, BUCKET",
    "60, 600, TAIL, WINDOW",
    "60, 600, TAIL, SMALL_BUCKET",
  })
  void usesTheLimitWithoutRejections(int min, int max, Estimates estimates, Provider provider) {
    System.out.println("LimitSimulationTest seed " + seed);

    LimitReport report = send(SizeDistribution.logUniform(min, max), estimates, provider, 1_000);

    assertThat(report.minUsedShare()).as("seed %d", seed).isGreaterThanOrEqualTo(0.95);
    assertThat(report.rejectedShare()).as("seed %d", seed).isLessThanOrEqualTo(0.005);
  }

  @ParameterizedTest(name = "{0} to {1} tokens, estimates {2}, provider {3}")
  @CsvSource({
    "600, 3000, DOUBLE, WINDOW",
    "600, 3000, NOISE, WINDOW",
    "60, 6000, HALF, WINDOW",
    "60, 6000, TAIL, BUCKET",
  })
  void usesAsMuchAsLargeRequestsPermit(int min, int max, Estimates estimates, Provider provider) {
    System.out.println("LimitSimulationTest seed " + seed);
    SizeDistribution sizes = SizeDistribution.logUniform(min, max);
    var known = new LimitLoad(new Random(seed), sizes, EstimateError.factor(1));
    LimitReport bound = MinuteBound.of(known, REQUESTS, TOKENS, MINUTES);

    LimitReport report = send(sizes, estimates, provider, 1_000);

    // One rejection in six minutes of large requests is half a percent of them.
    assertThat(report.rejectedShare()).as("seed %d", seed).isLessThan(0.02);
    assertThat(report.meanUsedShare())
        .as("seed %d", seed)
        .isGreaterThan(bound.meanUsedShare() - 0.06);
  }

  @ParameterizedTest(name = "{0} ms, provider {1}")
  @CsvSource({"100, WINDOW", "5000, WINDOW", "5000, SMALL_BUCKET"})
  void usesTheLimitWithAnyLatency(int millis, Provider provider) {
    System.out.println("LimitSimulationTest seed " + seed);

    LimitReport report =
        send(SizeDistribution.logUniform(60, 600), Estimates.HALF, provider, millis);

    // The tokens of the requests in flight are not known.
    assertThat(report.meanUsedShare()).as("seed %d", seed).isGreaterThanOrEqualTo(0.95);
    assertThat(report.rejectedShare()).as("seed %d", seed).isLessThanOrEqualTo(0.01);
  }

  private LimitReport send(
      SizeDistribution sizes, Estimates estimates, Provider provider, int latencyMillis) {
    var load = new LimitLoad(random, sizes, estimates.error());
    var limit = RateLimit.perMinute(REQUESTS).tokens(TOKENS).timeSource(clock).build();
    return new LimitExperiment(clock, random, provider.quota(random), load)
        .latency(Duration.ofMillis(latencyMillis))
        .run(limit, new LimitReport(REQUESTS, TOKENS, MINUTES));
  }

  enum Estimates {
    HALF,
    DOUBLE,
    NOISE,
    TAIL;

    private EstimateError error() {
      return switch (this) {
        case HALF -> EstimateError.factor(0.5);
        case DOUBLE -> EstimateError.factor(2);
        case NOISE -> EstimateError.noise(0.5);
        case TAIL -> EstimateError.heavyTail(1.5);
      };
    }
  }

  enum Provider {
    WINDOW,
    BUCKET,
    SMALL_BUCKET;

    private QuotaSimulator quota(Random random) {
      return switch (this) {
        case WINDOW -> new FixedWindowQuota(REQUESTS, TOKENS, random.nextLong(60_000_000_000L));
        case BUCKET -> new TokenBucketQuota(REQUESTS, TOKENS, 1);
        case SMALL_BUCKET -> new TokenBucketQuota(REQUESTS, TOKENS, 0.1);
      };
    }
  }
}
