package org.atomicagents.examples.scaleout;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.atomicagents.examples.scaleout.places.ModelSource;
import org.atomicagents.examples.scaleout.places.Place;
import org.atomicagents.examples.scaleout.places.Places;
import org.atomicagents.examples.scaleout.places.Places.PlaceSettings;

/**
 * Measures the time that each place adds to a call of the agent, and its start, with a model that
 * responds at once; prints a Markdown table.
 *
 * <p>Arguments: {@code --write PAGE} to replace the table of a page. PostgreSQL is started from the
 * programs of this machine; Temporal is the test server of its library in this JVM.
 */
public final class PlaceOverhead {
  private static final String RESPONSE = "{\"urgency\":\"LOW\",\"summary\":\"A question.\"}";
  private static final int CONCURRENCY = 32;
  private static final int ROUNDS = 3;

  private PlaceOverhead() {}

  /**
   * The figures of a place.
   *
   * @param startMillis from the start of the place to the end of its first call
   * @param micros the time per call, of concurrent calls
   * @param cpuMicros the CPU time of this process per call
   */
  record Figures(String name, double startMillis, double micros, double cpuMicros) {

    /** Returns the row of the table. */
    String row() {
      return String.format(
          Locale.ROOT,
          "| %s | %,.0f ms | %,.0f µs | %,.0f µs | %,.0f |",
          name,
          startMillis,
          micros,
          cpuMicros,
          1e6 / micros);
    }
  }

  public static void main(String... args) throws Exception {
    var figures = new ArrayList<Figures>();
    String storage;
    try (var places = new Places(ModelSource.of(RESPONSE), CONCURRENCY)) {
      var settings = new PlaceSettings(places.postgres(), null);
      places.forEach(settings, opener -> figures.add(measure(opener, 0)));
      storage = DbosStorage.measure(places);
    }
    PageTable.print("places", table(figures) + "\n\n" + storage, args);
  }

  /**
   * Measures a place.
   *
   * @param count the number of calls in each round; 0 for that of the place
   */
  static Figures measure(Places.PlaceSource opener, int count) throws Exception {
    long start = System.nanoTime();
    try (Place place = opener.open()) {
      place.triage(OneAgentFourPlaces.tickets(1));
      double startMillis = (System.nanoTime() - start) / 1e6;
      int calls = count > 0 ? count : isLocal(place) ? 40_000 : 1_000;
      place.triage(OneAgentFourPlaces.tickets(calls));
      double micros = Double.MAX_VALUE;
      double cpuMicros = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        long time = System.nanoTime();
        long cpu = processCpuNanos();
        place.triage(OneAgentFourPlaces.tickets(calls));
        micros = Math.min(micros, (System.nanoTime() - time) / 1e3 / calls);
        cpuMicros = Math.min(cpuMicros, (processCpuNanos() - cpu) / 1e3 / calls);
      }
      return new Figures(place.name(), startMillis, micros, cpuMicros);
    }
  }

  private static boolean isLocal(Place place) {
    return place.name().equals("batch") || place.name().equals("Spark");
  }

  private static long processCpuNanos() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime();
  }

  private static String table(List<Figures> figures) {
    var lines = new ArrayList<String>();
    lines.add(
        "| place | start and first call | time per call | CPU time per call | calls per second |");
    lines.add("|---|---|---|---|---|");
    figures.forEach(each -> lines.add(each.row()));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Measured: JDK %s, %d cores, load average %.1f.",
            Runtime.version(),
            Runtime.getRuntime().availableProcessors(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    return String.join("\n", lines);
  }
}
