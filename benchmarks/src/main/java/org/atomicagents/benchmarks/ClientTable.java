package org.atomicagents.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.node.ObjectNode;

/** What was measured of HTTP clients, case by case; not thread-safe. */
final class ClientTable {
  private static final String HEAD =
      """
      | case | client | failures | wall ms cold / warm | CPU us cold / warm | first p99 ms | RSS MB | threads |
      |---|---|---|---|---|---|---|---|
      """;

  private final SequencedMap<Case, Results> results = new LinkedHashMap<>();

  /**
   * One thing that is done with all of them.
   *
   * @param calls how many of them a burst that is not cold makes one after the other
   */
  record Case(String label, int calls) {}

  private record Results(Bursts cold, Bursts warm) {}

  /** Adds a burst of each client; of one that is neither cold nor measured, its failures. */
  void add(Case what, boolean cold, boolean measured, Map<String, Burst> turn) {
    Results of = results.computeIfAbsent(what, key -> new Results(new Bursts(), new Bursts()));
    if (cold) {
      of.cold().add(turn);
    } else if (measured) {
      of.warm().add(turn);
    } else {
      of.warm().addUnmeasured(turn);
    }
  }

  /** The figures of one client, nested by case. */
  void putInto(Report report, String name) {
    ObjectNode cases = report.putObject(name);
    results.forEach((what, of) -> {
      if (of.warm().names().contains(name)) {
        ObjectNode figures = cases.putObject(what.label());
        figures(what, of, name)
            .forEach((figure, value) -> figures.put(figure, Report.rounded(value)));
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

  private static SequencedMap<String, Double> figures(Case what, Results of, String name) {
    var figures = new LinkedHashMap<String, Double>();
    Bursts cold = of.cold();
    Bursts warm = of.warm();
    figures.put("failures", cold.failures(name) + warm.failures(name));
    figures.put("coldMillis", cold.of(name, Burst::wallMillis).median());
    figures.put("warmMillis", warm.of(name, Burst::wallMillis).median() / what.calls());
    figures.put("coldCpuMicros", cold.of(name, Burst::cpuMicros).median());
    figures.put("warmCpuMicros", warm.of(name, Burst::cpuMicros).median());
    figures.put("firstP99Millis", warm.of(name, Burst::firstP99Millis).median());
    figures.put("rssMegabytes", warm.of(name, Burst::megabytes).most());
    figures.put("platformThreads", warm.of(name, Burst::threads).most());
    return figures;
  }
}
