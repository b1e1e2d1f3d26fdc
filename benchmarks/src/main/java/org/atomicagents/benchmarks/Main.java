package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;

/** Runs the benchmark named on the command line and prints its report as the last line. */
final class Main {
  static final List<Benchmark> ALL =
      List.of(
          new TypedCallBenchmark(),
          new TolerantReadingBenchmark(),
          new HostileReadingBenchmark(),
          new StreamingBenchmark(),
          new HttpCallBenchmark(),
          new RequestSizesBenchmark(),
          new StreamsLoadBenchmark(),
          new ConnectionsBenchmark(),
          new HttpClientsBenchmark(),
          new StartupBenchmark(),
          new FirstCallsBenchmark(),
          new HistoryBenchmark(),
          new TokensBenchmark(),
          new CacheBenchmark(),
          new BatchLimitsBenchmark(),
          new BatchKillBenchmark(),
          new MetricsBenchmark(),
          new OverheadBenchmark(),
          new RoutingBenchmark(),
          new WeakModelsBenchmark());

  private static final String USAGE =
      "benchmarks/run NAME [--quick] [OPTION ...] | benchmarks/run --list";
  // The options of the benchmark 'weak-models' and the system properties that contain them.
  private static final Map<String, String> OPTIONS =
      Map.of("--model", "atomic.models", "--llama-server", "atomic.llama.server");

  private Main() {}

  public static void main(String[] args) throws IOException {
    List<String> arguments = List.of(args);
    if (arguments.equals(List.of("--list"))) {
      ALL.forEach(benchmark -> System.out.println(benchmark.name()));
      return;
    }
    boolean quick = arguments.contains("--quick");
    List<String> names =
        arguments.stream()
            .filter(argument -> !argument.equals("--quick") && !setOption(argument))
            .toList();
    Optional<Benchmark> selected =
        names.size() == 1
            ? ALL.stream()
                .filter(benchmark -> benchmark.name().equals(names.getFirst()))
                .findFirst()
            : Optional.empty();
    if (selected.isEmpty()) {
      System.err.println(
          "Expected the name of one benchmark, found '%s'.%nUsage: %s%nBenchmarks: %s"
              .formatted(
                  String.join(" ", names),
                  USAGE,
                  String.join(", ", ALL.stream().map(Benchmark::name).toList())));
      System.exit(2);
    }
    System.out.println(
        report(selected.orElseThrow(), quick ? BenchmarkProfile.QUICK : BenchmarkProfile.FULL)
            .json());
  }

  /** Returns whether an argument is an option with a value; its system property is then set. */
  private static boolean setOption(String argument) {
    int equals = argument.indexOf('=');
    String property = equals < 0 ? null : OPTIONS.get(argument.substring(0, equals));
    if (property == null) {
      return false;
    }
    System.setProperty(property, argument.substring(equals + 1));
    return true;
  }

  static BenchmarkReport report(Benchmark benchmark, BenchmarkProfile profile) throws IOException {
    var report = new BenchmarkReport(benchmark.name());
    benchmark.run(profile, report);
    if (report.isMeasured() && !report.figureNames().equals(benchmark.figures())) {
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
