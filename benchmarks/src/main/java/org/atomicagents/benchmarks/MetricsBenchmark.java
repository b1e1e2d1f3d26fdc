package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.atomicagents.benchmarks.contender.Contenders;
import org.atomicagents.benchmarks.contender.PhaseShares;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.InterleavedComparison;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.benchmarks.stub.StubProcess;
import org.atomicagents.benchmarks.stub.StubScript;

/** Measures the cost of metrics per call, and the share of a call that its phases account for. */
final class MetricsBenchmark implements Benchmark {

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public List<String> figures() {
    return List.of("offNanos", "offBytes", "onMicros", "onBytes", "phaseShare");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    var comparison =
        new InterleavedComparison(
            List.of(Contenders.METRICS_NONE, Contenders.METRICS_OFF, Contenders.METRICS_ON),
            List.of(),
            profile);
    comparison.run(List.of("time", "bytes"));
    putAdded(report, comparison, "offNanos", Contenders.METRICS_OFF, "time", 1);
    putAdded(report, comparison, "offBytes", Contenders.METRICS_OFF, "bytes", 1);
    putAdded(report, comparison, "onMicros", Contenders.METRICS_ON, "time", 1e-3);
    putAdded(report, comparison, "onBytes", Contenders.METRICS_ON, "bytes", 1);
    report.put("phaseShare", phaseShares(profile, report));
  }

  /** Adds the difference to a call without metrics; at least 0, whatever the noise. */
  private static void putAdded(
      BenchmarkReport report,
      InterleavedComparison comparison,
      String figure,
      String contender,
      String measurement,
      double factor) {
    MeasurementSeries bare = comparison.of(Contenders.METRICS_NONE, measurement);
    MeasurementSeries added =
        comparison.of(contender, measurement).with(bare, (ours, theirs) -> ours - theirs);
    report.put(figure, Math.max(0, added.median() * factor), added.times(factor));
  }

  private static MeasurementSeries phaseShares(BenchmarkProfile profile, BenchmarkReport report)
      throws IOException {
    int calls = profile.pick(2_000, 500, 20);
    int rounds = profile.pick(11, 5, 1);
    int warmUp = profile.pick(50_000, 25_000, 20);
    try (StubProcess server = StubProcess.start(StubScript.of("order"));
        var shares = new PhaseShares(server.baseUrl())) {
      onVirtualThread(() -> shares.median(warmUp));
      List<Double> medians = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        medians.add(onVirtualThread(() -> shares.median(calls)));
      }
      report.count("calls", calls);
      return new MeasurementSeries(medians);
    }
  }

  private static double onVirtualThread(Callable<Double> work) {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("The measurement failed", e);
    }
  }
}
