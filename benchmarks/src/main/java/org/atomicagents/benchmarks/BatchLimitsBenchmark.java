package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.List;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.limits.BatchHeap;
import org.atomicagents.benchmarks.limits.SimulatedLimits;

/** Measures what rate limits use of simulated providers, and the heap of large batches. */
final class BatchLimitsBenchmark implements Benchmark {

  @Override
  public String name() {
    return "batch-limits";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "limitUsedShare",
        "rejected429Share",
        "largeUsedShare",
        "largeBoundShare",
        "largeRejectedShare",
        "inFlightHeapMegabytes",
        "millionLinesHeapMegabytes",
        "seed");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    long seed = Long.getLong("atomic.seed", System.nanoTime());
    int seeds = profile.pick(10, 2, 1);
    SimulatedLimits small = SimulatedLimits.ofSmallRequests(seeds, seed);
    // The worst of all cases, which are different measurements and no repeats.
    report.put("limitUsedShare", small.lowestMinutes().min(), small.lowestMinutes());
    report.put("rejected429Share", small.rejected().max(), small.rejected());
    SimulatedLimits large = SimulatedLimits.ofLargeRequests(seeds, seed);
    report.put("largeUsedShare", large.means());
    report.put("largeBoundShare", large.bounds());
    report.put("largeRejectedShare", large.meanRejected(), large.rejected());
    int items = profile.pick(10_000, 10_000, 100);
    int lines = profile.pick(1_000_000, 200_000, 1_000);
    report.put("inFlightHeapMegabytes", BatchHeap.inFlight(items));
    report.put("millionLinesHeapMegabytes", BatchHeap.lines(lines));
    report.putExactly("seed", seed);
    report.count("cases", small.cases() + large.cases());
    report.count("inFlight", items);
    report.count("lines", lines);
  }
}
