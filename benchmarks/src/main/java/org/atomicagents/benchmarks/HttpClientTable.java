package org.atomicagents.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.load.LoadResult;
import org.atomicagents.benchmarks.load.LoadResults;
import tools.jackson.databind.node.ObjectNode;

/** What was measured of HTTP clients, case by case; not thread-safe. */
final class HttpClientTable {
  private static final String HEAD =
      """
      | case | client | failures | wall ms cold / warm | CPU us cold / warm | first p99 ms | RSS MB | threads |
      |---|---|---|---|---|---|---|---|
      """;

  private final SequencedMap<BenchmarkCase, CaseResults> results = new LinkedHashMap<>();

  /**
   * One thing that is done with all of them.
   *
   * @param calls how many of them a burst that is not cold makes one after the other
   */
  record BenchmarkCase(String label, int calls) {}

  private record CaseResults(LoadResults cold, LoadResults warm) {}

  /** Adds a burst of each client; of one that is neither cold nor measured, its failures. */
  void add(BenchmarkCase what, boolean cold, boolean measured, Map<String, LoadResult> turn) {
    CaseResults of =
        results.computeIfAbsent(what, key -> new CaseResults(new LoadResults(), new LoadResults()));
    if (cold) {
      of.cold().add(turn);
    } else if (measured) {
      of.warm().add(turn);
    } else {
      of.warm().addUnmeasured(turn);
    }
  }

  /** The figures of one client, nested by case. */
  void putInto(BenchmarkReport report, String name) {
    ObjectNode cases = report.putObject(name);
    results.forEach((what, of) -> {
      if (of.warm().names().contains(name)) {
        ObjectNode figures = cases.putObject(what.label());
        figures(what, of, name)
            .forEach((figure, value) -> figures.put(figure, BenchmarkReport.rounded(value)));
      }
    });
  }

  /** All of it in Markdown. */
  String markdown() {
    var table = new StringBuilder(HEAD);
    results.forEach((what, of) -> {
      for (String name : of.warm().names()) {
        table.append(row(what.label(), name, figures(what, of, name)));
      }
    });
    return table.toString();
  }

  private static String row(String label, String name, Map<String, Double> figures) {
    return "| %s | %s | %s | %s / %s | %s / %s | %s | %s | %s |%n"
        .formatted(
            label,
            name,
            shown(figures, "failures"),
            shown(figures, "coldMillis"),
            shown(figures, "warmMillis"),
            shown(figures, "coldCpuMicros"),
            shown(figures, "warmCpuMicros"),
            shown(figures, "firstP99Millis"),
            shown(figures, "rssMegabytes"),
            shown(figures, "platformThreads"));
  }

  private static String shown(Map<String, Double> figures, String name) {
    double value = figures.getOrDefault(name, 0.0);
    return String.format(Locale.ROOT, isSmall(value) ? "%.2f" : "%.0f", value);
  }

  private static boolean isSmall(double value) {
    return value < 10 && value != Math.rint(value);
  }

  private static SequencedMap<String, Double> figures(
      BenchmarkCase what, CaseResults of, String name) {
    var figures = new LinkedHashMap<String, Double>();
    LoadResults cold = of.cold();
    LoadResults warm = of.warm();
    figures.put("failures", cold.failures(name) + warm.failures(name));
    figures.put("coldMillis", cold.of(name, LoadResult::wallMillis).median());
    figures.put("warmMillis", warm.of(name, LoadResult::wallMillis).median() / what.calls());
    figures.put("coldCpuMicros", cold.of(name, LoadResult::cpuMicros).median());
    figures.put("warmCpuMicros", warm.of(name, LoadResult::cpuMicros).median());
    figures.put("firstP99Millis", warm.of(name, LoadResult::firstP99Millis).median());
    figures.put("rssMegabytes", warm.of(name, LoadResult::megabytes).most());
    figures.put("platformThreads", warm.of(name, LoadResult::threads).most());
    return figures;
  }
}
