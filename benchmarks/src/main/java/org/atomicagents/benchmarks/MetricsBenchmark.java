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
    return List.of(
        "offNanos",
        "offBytes",
        "onMicros",
        "onBytes",
        "observedOffNanos",
        "observedOffBytes",
        "meterMicros",
        "meterBytes",
        "recorderMicros",
        "recorderBytes",
        "spanMicros",
        "spanBytes",
        "phaseShare");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    var comparison =
        new InterleavedComparison(
            List.of(Contenders.METRICS_NONE, Contenders.METRICS_OFF, Contenders.METRICS_ON),
            List.of(),
            profile);
    comparison.run(List.of("time", "bytes"));
    var timed = new AddedCosts(report, comparison, Contenders.METRICS_NONE);
    timed.put("offNanos", Contenders.METRICS_OFF, "time", 1);
    timed.put("offBytes", Contenders.METRICS_OFF, "bytes", 1);
    timed.put("onMicros", Contenders.METRICS_ON, "time", 1e-3);
    timed.put("onBytes", Contenders.METRICS_ON, "bytes", 1);
    putObserved(profile, report);
    report.put("phaseShare", phaseShares(profile, report));
  }

  private static void putObserved(BenchmarkProfile profile, BenchmarkReport report)
      throws IOException {
    var comparison =
        new InterleavedComparison(
            List.of(
                Contenders.OBSERVED_NONE,
                Contenders.OBSERVED_OFF,
                Contenders.OBSERVED_METERS,
                Contenders.OBSERVED_RECORDER,
                Contenders.OBSERVED_SPANS),
            List.of(),
            profile);
    comparison.run(List.of("time", "bytes"));
    var observed = new AddedCosts(report, comparison, Contenders.OBSERVED_NONE);
    observed.put("observedOffNanos", Contenders.OBSERVED_OFF, "time", 1);
    observed.put("observedOffBytes", Contenders.OBSERVED_OFF, "bytes", 1);
    observed.put("meterMicros", Contenders.OBSERVED_METERS, "time", 1e-3);
    observed.put("meterBytes", Contenders.OBSERVED_METERS, "bytes", 1);
    observed.put("recorderMicros", Contenders.OBSERVED_RECORDER, "time", 1e-3);
    observed.put("recorderBytes", Contenders.OBSERVED_RECORDER, "bytes", 1);
    observed.put("spanMicros", Contenders.OBSERVED_SPANS, "time", 1e-3);
    observed.put("spanBytes", Contenders.OBSERVED_SPANS, "bytes", 1);
  }

  /** The differences to a call without metrics. */
  private record AddedCosts(
      BenchmarkReport report, InterleavedComparison comparison, String baseline) {

    /** Adds a difference; at least 0, whatever the noise. */
    void put(String figure, String contender, String measurement, double factor) {
      MeasurementSeries bare = comparison.of(baseline, measurement);
      MeasurementSeries added =
          comparison.of(contender, measurement).with(bare, (ours, theirs) -> ours - theirs);
      report.put(figure, Math.max(0, added.median() * factor), added.times(factor));
    }
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
