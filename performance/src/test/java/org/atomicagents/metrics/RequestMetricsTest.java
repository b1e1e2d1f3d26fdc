package org.atomicagents.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.atomicagents.CacheState;
import org.atomicagents.RunResult;
import org.atomicagents.error.ConflictException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.price.Charge;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {
  private final RequestMetrics metrics = RequestMetrics.create();

  @Test
  @DisplayName("F08 metrics without a run are 0")
  void f08None() {
    MetricsSummary none = metrics.summary();

    assertThat(none.count()).isZero();
    assertThat(none.latency().p95()).isZero();
    assertThat(none.values())
        .containsEntry("count", 0L)
        .containsEntry("avg_ms", 0.0)
        .containsEntry("p50_ms", 0.0)
        .containsEntry("p95_ms", 0.0);
  }

  @Test
  @DisplayName("F08 the median of an even number of runs is the mean of the two in the middle")
  void f08Median() {
    for (int millis : List.of(100, 200, 300, 400)) {
      metrics.recordSuccess(result("m"), Duration.ofMillis(millis), null);
    }

    var values = metrics.summary().values();
    assertThat(values.get("count")).isEqualTo(4L);
    assertThat(values.get("avg_ms").doubleValue()).isEqualTo(250.0);
    assertThat(values.get("p50_ms").doubleValue()).isCloseTo(250, within(0.25));
    assertThat(values.get("p95_ms").doubleValue()).isCloseTo(400, within(0.4));
  }

  @Test
  @DisplayName("F08 percentiles are nearest-rank values")
  void f08NearestRank() {
    var hundred = RequestMetrics.create();
    IntStream.rangeClosed(1, 100)
        .forEach(s -> hundred.recordSuccess(result("m"), Duration.ofSeconds(s), null));
    var twenty = RequestMetrics.create();
    IntStream.rangeClosed(1, 20)
        .forEach(s -> twenty.recordSuccess(result("m"), Duration.ofSeconds(s), null));

    assertThat(hundred.summary().latency().p95().toMillis()).isCloseTo(95_000, within(95L));
    assertThat(twenty.summary().latency().p95().toMillis()).isCloseTo(19_000, within(19L));
    assertThat(hundred.summary().latency().max()).isEqualTo(Duration.ofSeconds(100));
  }

  @Test
  @DisplayName("F09 failures are recorded by their type")
  void f09() {
    metrics.recordFailure(new IllegalStateException("a"), Duration.ofMillis(10), "t");
    metrics.recordFailure(new IllegalArgumentException("b"), Duration.ofMillis(10), null);
    metrics.recordSuccess(result("m"), Duration.ofMillis(10), null);

    assertThat(metrics.summary().count()).isEqualTo(3);
    assertThat(metrics.summary().failures())
        .containsExactly(
            Map.entry("IllegalArgumentException", 1L), Map.entry("IllegalStateException", 1L));
    assertThat(metrics.byTag()).containsOnlyKeys("t");
  }

  @Test
  void sumsUsageCostAndRequests() {
    var priced =
        RequestMetrics.withCost((model, usage) ->
            model.equals("m")
                ? Optional.of(new BigDecimal("0.002").multiply(tokens(usage)))
                : Optional.empty());
    priced.recordSuccess(result("m"), Duration.ofMillis(1), null);
    priced.recordSuccess(result("n"), Duration.ofMillis(1), null);

    MetricsSummary summary = priced.summary();
    assertThat(summary.usage()).isEqualTo(Usage.of(20, 10));
    assertThat(summary.cost()).isEqualByComparingTo("0.030");
    assertThat(summary.unpricedRuns()).isEqualTo(1);
    assertThat(summary.requests()).isEqualTo(8);
    assertThat(summary.reAsks()).isEqualTo(2);
    assertThat(summary.retries()).isEqualTo(4);
    assertThat(priced.byModel()).containsOnlyKeys("m", "n");
  }

  @Test
  void pricesRunsByTheChargesOfTheirRequests() {
    var rates = TokenRates.of(new BigDecimal("2"), new BigDecimal("10"));
    Charge charge =
        Charge.of("m", Usage.of(10, 5), Instant.EPOCH, () -> Optional.of(Prices.ofDollars(rates)));
    metrics.recordSuccess(result("m", List.of(charge)), Duration.ofMillis(1), null);
    metrics.recordFailure(
        ConflictException.of("testing")
            .recordUsage(Usage.of(10, 5), List.of(), List.of(charge), 2, 3),
        Duration.ofMillis(1),
        null);
    metrics.recordSuccess(result("n"), Duration.ofMillis(1), null);

    MetricsSummary summary = metrics.summary();
    assertThat(summary.cost()).isEqualByComparingTo("0.00014");
    assertThat(summary.unpricedRuns()).isEqualTo(1);
    assertThat(summary.requests()).isEqualTo(11);
    assertThat(summary.reAsks()).isEqualTo(3);
    assertThat(summary.retries()).isEqualTo(5);
  }

  @Test
  void recordsARunWhoseCostCannotBeComputed() {
    var priced =
        RequestMetrics.withCost((model, usage) -> {
          throw new IllegalStateException("no table of prices");
        });

    priced.recordSuccess(result("m"), Duration.ofMillis(1), null);

    assertThat(priced.summary().count()).isEqualTo(1);
    assertThat(priced.summary().unpricedRuns()).isEqualTo(1);
  }

  @Test
  void countsCacheHitsWithoutUsage() {
    metrics.recordSuccess(
        result("m").withCacheState(CacheState.HIT), Duration.ofNanos(20_000), null);
    metrics.recordSuccess(
        result("m").withCacheState(CacheState.SHARED), Duration.ofNanos(20_000), null);

    assertThat(metrics.summary().cacheHits()).isEqualTo(1);
    assertThat(metrics.summary().sharedRuns()).isEqualTo(1);
    assertThat(metrics.summary().usage()).isEqualTo(Usage.NONE);
    assertThat(metrics.summary().reAsks()).isZero();
  }

  @Test
  void startsTheNextWindowWithoutChangingTheTotal() {
    metrics.recordSuccess(result("m"), Duration.ofMillis(1), null);

    assertThat(metrics.nextWindow().count()).isEqualTo(1);
    assertThat(metrics.nextWindow().count()).isZero();
    assertThat(metrics.summary().count()).isEqualTo(1);
  }

  @Test
  void mergesOtherMetrics() {
    var other = RequestMetrics.create();
    other.recordSuccess(result("m"), Duration.ofMillis(30), "t");
    metrics.recordSuccess(result("m"), Duration.ofMillis(10), "t");

    metrics.merge(other);

    assertThat(metrics.summary().count()).isEqualTo(2);
    assertThat(metrics.summary().latency().mean()).isEqualTo(Duration.ofMillis(20));
    assertThat(metrics.byTag().get("t").count()).isEqualTo(2);
    assertThat(metrics.summary().usage()).isEqualTo(Usage.of(20, 10));
  }

  @Test
  void recordsTagsBeyondTheMaximumTogether() {
    for (int i = 0; i < 3 * RequestMetrics.MAX_KEYS; i++) {
      metrics.recordSuccess(result("m"), Duration.ofMillis(1), "tag " + i);
    }

    assertThat(metrics.byTag()).hasSize(RequestMetrics.MAX_KEYS + 1);
    assertThat(metrics.byTag().get(RequestMetrics.OTHER).count())
        .isEqualTo(2L * RequestMetrics.MAX_KEYS);
  }

  @Test
  void losesNoRunOfConcurrentThreads() {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        executor.execute(() -> {
          for (int run = 0; run < 100; run++) {
            metrics.recordSuccess(result("m"), Duration.ofMillis(run), "t");
          }
        });
      }
    }

    assertThat(metrics.summary().count()).isEqualTo(6_400);
    assertThat(metrics.summary().usage()).isEqualTo(Usage.of(64_000, 32_000));
    assertThat(metrics.byModel().get("m").count()).isEqualTo(6_400);
  }

  private static BigDecimal tokens(Usage usage) {
    return BigDecimal.valueOf(usage.totalTokens());
  }

  @Test
  void dividesTokensByTheTimeInWhichTheyWereWritten() {
    var complete = new Timings.Recorder(DrivenClock.stopped());
    complete.add(Phase.FIRST_BYTE, 900_000_000);
    complete.add(Phase.STREAM, 100_000_000);
    var streamed = new Timings.Recorder(DrivenClock.stopped());
    streamed.recordFirstToken();
    streamed.add(Phase.FIRST_BYTE, 900_000_000);
    streamed.add(Phase.STREAM, 1_000_000_000);

    metrics.recordSuccess(
        result("m").withTimings(complete.snapshot()), Duration.ofSeconds(1), null);
    metrics.recordSuccess(
        result("m").withTimings(streamed.snapshot()), Duration.ofSeconds(2), null);

    assertThat(metrics.summary().tokensPerSecond()).isEqualTo(5);
  }

  private static RunResult<String> result(String model) {
    return result(model, List.of());
  }

  private static RunResult<String> result(String model, List<Charge> charges) {
    return new RunResult<>(
        "out",
        "\"out\"",
        model,
        FinishReason.STOP,
        2,
        4,
        Usage.of(10, 5),
        charges,
        new Timings.Recorder(TimeSource.system()).snapshot(),
        List.of(),
        List.of(),
        CacheState.NONE);
  }
}
