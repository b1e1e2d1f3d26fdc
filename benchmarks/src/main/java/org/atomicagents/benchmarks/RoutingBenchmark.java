package org.atomicagents.benchmarks;

import java.util.List;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.routing.CascadeCost;

/** Counts the costs of a cascade of a small and a large model. */
final class RoutingBenchmark implements Benchmark {
  @Override
  public String name() {
    return "routing";
  }

  @Override
  public List<String> figures() {
    return List.of("cascadeToOptimum", "cascadeToLarge", "wrongAccepted");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) {
    int tasks = profile.pick(1_000, 1_000, 100);
    CascadeCost cascade = CascadeCost.of(tasks);
    report.put("cascadeToOptimum", cascade.toOptimum());
    report.put("cascadeToLarge", cascade.toLarge());
    report.putExactly("wrongAccepted", cascade.wrongAccepted());
    report.count("tasks", tasks);
  }
}
