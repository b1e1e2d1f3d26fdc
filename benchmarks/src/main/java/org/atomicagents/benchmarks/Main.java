package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;

/** Runs one benchmark by its name, and prints its report as the last line. */
final class Main {
  static final List<Benchmark> ALL =
      List.of(
          new TypedCallBenchmark(),
          new TolerantReadingBenchmark(),
          new StreamingBenchmark(),
          new HttpCallBenchmark(),
          new StreamsLoadBenchmark(),
          new ConnectionsBenchmark(),
          new HttpClientsBenchmark(),
          new StartupBenchmark());

  private static final String USAGE = "benchmarks/run NAME [--quick] | benchmarks/run --list";

  private Main() {}

  public static void main(String[] args) throws IOException {
    List<String> words = List.of(args);
    if (words.equals(List.of("--list"))) {
      ALL.forEach(benchmark -> System.out.println(benchmark.name()));
      return;
    }
    boolean quick = words.contains("--quick");
    List<String> names = words.stream().filter(word -> !word.equals("--quick")).toList();
    Optional<Benchmark> asked =
        names.size() == 1
            ? ALL.stream().filter(each -> each.name().equals(names.getFirst())).findFirst()
            : Optional.empty();
    if (asked.isEmpty()) {
      System.err.println(
          "Expected the name of one benchmark, found '%s'.%nUsage: %s%nThere are: %s"
              .formatted(
                  String.join(" ", names),
                  USAGE,
                  String.join(", ", ALL.stream().map(Benchmark::name).toList())));
      System.exit(2);
    }
    System.out.println(
        report(asked.orElseThrow(), quick ? BenchmarkProfile.QUICK : BenchmarkProfile.FULL).json());
  }

  static BenchmarkReport report(Benchmark benchmark, BenchmarkProfile effort) throws IOException {
    var report = new BenchmarkReport(benchmark.name());
    benchmark.run(effort, report);
    if (!report.figureNames().equals(benchmark.figures())) {
      throw new IllegalStateException(
          benchmark.name()
              + ": expected the figures "
              + benchmark.figures()
              + ", found "
              + report.figureNames());
    }
    return report;
  }
}
