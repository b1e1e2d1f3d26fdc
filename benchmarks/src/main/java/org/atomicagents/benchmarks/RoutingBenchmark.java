package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.atomicagents.benchmarks.contender.Contenders;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.InterleavedComparison;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.benchmarks.routing.CascadeCost;
import org.atomicagents.benchmarks.routing.HedgedCalls;
import org.atomicagents.benchmarks.routing.ProviderOutage;

/**
 * Counts the costs of a cascade and the failures of an outage, and measures hedging and the costs
 * of interceptors.
 */
final class RoutingBenchmark implements Benchmark {
  private static final long SEED = 20_261_130;

  @Override
  public String name() {
    return "routing";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "cascadeToOptimum",
        "cascadeToLarge",
        "wrongAccepted",
        "outageFailures",
        "hedgedP99Ratio",
        "extraRequestsShare",
        "loserCancelMillis",
        "chainMicros",
        "chainBytes",
        "breakerMicros");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    int tasks = profile.pick(1_000, 1_000, 100);
    CascadeCost cascade = CascadeCost.of(tasks);
    report.put("cascadeToOptimum", cascade.toOptimum());
    report.put("cascadeToLarge", cascade.toLarge());
    report.putExactly("wrongAccepted", cascade.wrongAccepted());
    report.count("tasks", tasks);
    putOutage(report);
    putHedging(profile, report);
    putChain(profile, report);
  }

  private static void putOutage(BenchmarkReport report) {
    ProviderOutage outage = ProviderOutage.simulate();
    report.putExactly("outageFailures", outage.failures());
    report.count("outageRequests", outage.failedRequests());
    report.count("outageTrials", outage.trials());
    report.count("outageStrayRequests", outage.strayRequests());
  }

  private static void putHedging(BenchmarkProfile profile, BenchmarkReport report) {
    int calls = profile.pick(20_000, 4_000, 100);
    List<HedgedCalls.Round> rounds = new ArrayList<>();
    for (int i = 0; i < profile.pick(5, 2, 1); i++) {
      rounds.add(HedgedCalls.measure(calls, SEED + 2L * i));
    }
    report.put("hedgedP99Ratio", series(rounds, HedgedCalls.Round::p99Ratio));
    report.put("extraRequestsShare", series(rounds, HedgedCalls.Round::extraShare));
    report.put("loserCancelMillis", series(rounds, HedgedCalls.Round::loserCancelMillis));
    report.count("hedgedCalls", calls);
  }

  private static MeasurementSeries series(
      List<HedgedCalls.Round> rounds, ToDoubleFunction<HedgedCalls.Round> figure) {
    return new MeasurementSeries(rounds.stream().mapToDouble(figure).boxed().toList());
  }

  private static void putChain(BenchmarkProfile profile, BenchmarkReport report)
      throws IOException {
    var comparison =
        new InterleavedComparison(
            List.of(Contenders.CHAIN_NONE, Contenders.CHAIN_COMPLETE, Contenders.CHAIN_OPEN),
            List.of(),
            profile);
    comparison.run(List.of("time", "bytes"));
    putAdded(report, comparison, "chainMicros", "time", 1e-3);
    putAdded(report, comparison, "chainBytes", "bytes", 1);
    report.put("breakerMicros", comparison.of(Contenders.CHAIN_OPEN, "time").times(1e-3));
  }

  /** Adds the difference of the whole chain to a model without interceptors. */
  private static void putAdded(
      BenchmarkReport report,
      InterleavedComparison comparison,
      String figure,
      String measurement,
      double factor) {
    MeasurementSeries bare = comparison.of(Contenders.CHAIN_NONE, measurement);
    report.put(
        figure,
        comparison
            .of(Contenders.CHAIN_COMPLETE, measurement)
            .with(bare, (ours, theirs) -> ours - theirs)
            .times(factor));
  }
}
