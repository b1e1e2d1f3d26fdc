package org.atomicagents.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.load.LoadResult;
import org.atomicagents.benchmarks.load.LoadResults;
import tools.jackson.databind.node.ObjectNode;

/** The measurements of all HTTP clients, by case. Not thread-safe. */
final class HttpClientTable {
  private static final String HEAD =
      """
      | case | client | failures | wall ms cold / warm | CPU us cold / warm | first p99 ms | RSS MB | threads |
      |---|---|---|---|---|---|---|---|
      """;

  private final SequencedMap<BenchmarkCase, CaseResults> results = new LinkedHashMap<>();

  /**
   * A case that every client runs.
   *
   * @param calls the number of sequential calls of a burst that is not cold
   */
  record BenchmarkCase(String label, int calls) {}

  private record CaseResults(LoadResults cold, LoadResults warm) {}

  /**
   * Adds one burst of each client. A burst that is neither cold nor measured only adds its
   * failures.
   */
  void add(
      BenchmarkCase benchmarkCase, boolean cold, boolean measured, Map<String, LoadResult> turn) {
    CaseResults caseResults =
        results.computeIfAbsent(
            benchmarkCase, key -> new CaseResults(new LoadResults(), new LoadResults()));
    if (cold) {
      caseResults.cold().add(turn);
    } else if (measured) {
      caseResults.warm().add(turn);
    } else {
      caseResults.warm().addUnmeasured(turn);
    }
  }

  /** Adds the figures of one client to the report, nested by case. */
  void putInto(BenchmarkReport report, String name) {
    ObjectNode cases = report.putObject(name);
    results.forEach((benchmarkCase, caseResults) -> {
      if (caseResults.warm().names().contains(name)) {
        ObjectNode figures = cases.putObject(benchmarkCase.label());
        figures(benchmarkCase, caseResults, name)
            .forEach((figure, value) -> figures.put(figure, BenchmarkReport.rounded(value)));
      }
    });
  }

  /** Returns all measurements as a Markdown table. */
  String markdown() {
    var table = new StringBuilder(HEAD);
    results.forEach((benchmarkCase, caseResults) -> {
      for (String name : caseResults.warm().names()) {
        table.append(row(benchmarkCase.label(), name, figures(benchmarkCase, caseResults, name)));
      }
    });
    return table.toString();
  }

  private static String row(String label, String name, Map<String, Double> figures) {
    return "| %s | %s | %s | %s / %s | %s / %s | %s | %s | %s |%n"
        .formatted(
            label,
            name,
            formatted(figures, "failures"),
            formatted(figures, "coldMillis"),
            formatted(figures, "warmMillis"),
            formatted(figures, "coldCpuMicros"),
            formatted(figures, "warmCpuMicros"),
            formatted(figures, "firstP99Millis"),
            formatted(figures, "rssMegabytes"),
            formatted(figures, "platformThreads"));
  }

  private static String formatted(Map<String, Double> figures, String name) {
    double value = figures.getOrDefault(name, 0.0);
    return String.format(Locale.ROOT, isSmall(value) ? "%.2f" : "%.0f", value);
  }

  private static boolean isSmall(double value) {
    return value < 10 && value != Math.rint(value);
  }

  private static SequencedMap<String, Double> figures(
      BenchmarkCase benchmarkCase, CaseResults caseResults, String name) {
    var figures = new LinkedHashMap<String, Double>();
    LoadResults cold = caseResults.cold();
    LoadResults warm = caseResults.warm();
    figures.put("failures", cold.failures(name) + warm.failures(name));
    figures.put("coldMillis", cold.of(name, LoadResult::wallMillis).median());
    figures.put(
        "warmMillis", warm.of(name, LoadResult::wallMillis).median() / benchmarkCase.calls());
    figures.put("coldCpuMicros", cold.of(name, LoadResult::cpuMicros).median());
    figures.put("warmCpuMicros", warm.of(name, LoadResult::cpuMicros).median());
    figures.put("firstP99Millis", warm.of(name, LoadResult::firstP99Millis).median());
    figures.put("rssMegabytes", warm.of(name, LoadResult::megabytes).max());
    figures.put("platformThreads", warm.of(name, LoadResult::threads).max());
    return figures;
  }
}
