package org.atomicagents.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.atomicagents.benchmarks.chain.CallChains;
import org.atomicagents.benchmarks.chain.OpenLoop;
import org.atomicagents.benchmarks.chain.OpenLoop.Interval;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.measure.MeasurementSeries;

/**
 * Measures what all layers around a call add to it, in intervals that alternate with bare calls.
 */
final class OverheadBenchmark implements Benchmark {
  private static final int CALLS_PER_SECOND = 5_000;

  @Override
  public String name() {
    return "overhead";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "p50Micros",
        "p99Micros",
        "callsPerSecond",
        "sequentialMicros",
        "failures",
        "bareP50Micros",
        "bareP99Micros");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) {
    Duration warmUp =
        profile.pick(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMillis(100));
    int rounds = profile.pick(60, 12, 1);
    int calls = profile.pick(CALLS_PER_SECOND, CALLS_PER_SECOND, 50);
    Duration step = Duration.ofSeconds(1).dividedBy(CALLS_PER_SECOND);
    var bare = new OpenLoop(CallChains.bare());
    var complete = new OpenLoop(CallChains.complete());
    bare.warmUp(warmUp);
    complete.warmUp(warmUp.multipliedBy(2));
    List<Interval> bareIntervals = new ArrayList<>();
    List<Interval> intervals = new ArrayList<>();
    List<Interval> bareSequences = new ArrayList<>();
    List<Interval> sequences = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      boolean isBareFirst = round % 2 == 0;
      if (isBareFirst) {
        bareIntervals.add(bare.run(calls, step));
      }
      intervals.add(complete.run(calls, step));
      if (!isBareFirst) {
        bareIntervals.add(bare.run(calls, step));
      }
      bareSequences.add(bare.runInSequence(calls));
      sequences.add(complete.runInSequence(calls));
      print(bareIntervals.getLast(), intervals.getLast());
    }
    put(report, "p50Micros", intervals, bareIntervals, 0.5);
    put(report, "p99Micros", intervals, bareIntervals, 0.99);
    report.put("callsPerSecond", series(intervals, Interval::rate));
    put(report, "sequentialMicros", sequences, bareSequences, 0.5);
    report.putExactly("failures", intervals.stream().mapToLong(Interval::failures).sum());
    report.put("bareP50Micros", series(bareIntervals, interval -> interval.micros(0.5)));
    report.put("bareP99Micros", series(bareIntervals, interval -> interval.micros(0.99)));
    report.count("calls", (long) rounds * calls);
  }

  /** Adds the difference of a quantile, between adjacent intervals. */
  private static void put(
      BenchmarkReport report,
      String figure,
      List<Interval> intervals,
      List<Interval> bareIntervals,
      double quantile) {
    MeasurementSeries bare = series(bareIntervals, interval -> interval.micros(quantile));
    report.put(
        figure,
        series(intervals, interval -> interval.micros(quantile))
            .with(bare, (ours, theirs) -> ours - theirs));
  }

  private static MeasurementSeries series(
      List<Interval> intervals, ToDoubleFunction<Interval> figure) {
    return new MeasurementSeries(intervals.stream().mapToDouble(figure).boxed().toList());
  }

  private static void print(Interval bare, Interval complete) {
    System.err.printf(
        "  bare %.1f %.1f  complete %.1f %.1f%n",
        bare.micros(0.5), bare.micros(0.99), complete.micros(0.5), complete.micros(0.99));
  }
}
