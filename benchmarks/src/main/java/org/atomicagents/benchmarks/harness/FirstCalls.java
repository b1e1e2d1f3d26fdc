package org.atomicagents.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.atomicagents.benchmarks.contender.FirstCallsMain;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.jspecify.annotations.Nullable;

/** The first calls of each contender in new processes, which are started in rotating order. */
public final class FirstCalls {
  private static final Map<String, ToDoubleFunction<CallTimes>> FIGURES = figures();

  private final Map<String, List<CallTimes>> times = new LinkedHashMap<>();

  private FirstCalls() {}

  /**
   * The times of one process.
   *
   * @param firstMillis from the start of the process to the end of its first call
   * @param allMillis from the start of the process to the end of its last call
   * @param cpuMillis the CPU time of the process at the end of its last call
   */
  private record CallTimes(double firstMillis, double allMillis, double cpuMillis) {}

  private static Map<String, ToDoubleFunction<CallTimes>> figures() {
    var figures = new LinkedHashMap<String, ToDoubleFunction<CallTimes>>();
    figures.put("firstCallMillis", CallTimes::firstMillis);
    figures.put("first100Millis", CallTimes::allMillis);
    figures.put("first100CpuMillis", CallTimes::cpuMillis);
    return figures;
  }

  /**
   * Returns the times of the contenders that can be started here; the report names the other
   * libraries.
   */
  public static FirstCalls measure(
      List<String> contenders,
      List<String> arguments,
      int calls,
      int starts,
      BenchmarkReport report)
      throws IOException {
    var measured = new FirstCalls();
    var present = new ArrayList<String>();
    for (String contender : contenders) {
      if (InterleavedComparison.isPresent(contender, report)) {
        present.add(contender);
      }
    }
    // The first start of each reads its jars from the disk.
    for (int start = -1; start < starts; start++) {
      var order = new ArrayList<>(present);
      Collections.rotate(order, start);
      for (String contender : order) {
        CallTimes found = run(contender, arguments, calls);
        System.err.printf(
            "  %-20s first %.0f ms  all %.0f ms  cpu %.0f ms%n",
            contender, found.firstMillis(), found.allMillis(), found.cpuMillis());
        if (start >= 0) {
          measured.times.computeIfAbsent(contender, key -> new ArrayList<>()).add(found);
        }
      }
    }
    return measured;
  }

  private static CallTimes run(String contender, List<String> arguments, int calls)
      throws IOException {
    var all = new ArrayList<>(List.of(String.valueOf(calls), contender));
    all.addAll(arguments);
    long start = System.nanoTime();
    Process process =
        ContenderProcess.process(FirstCallsMain.class, List.of("-Xmx1g"), contender, all);
    try (BufferedReader results = process.inputReader(StandardCharsets.UTF_8)) {
      process.getOutputStream().close();
      require(results.readLine(), contender);
      double first = (System.nanoTime() - start) / 1e6;
      double cpuNanos = Double.parseDouble(require(results.readLine(), contender));
      return new CallTimes(first, (System.nanoTime() - start) / 1e6, cpuNanos / 1e6);
    } finally {
      process.destroy();
    }
  }

  private static String require(@Nullable String line, String contender) throws IOException {
    if (line == null) {
      throw new IOException("The process of '" + contender + "' failed; see its output above.");
    }
    return line;
  }

  /** Puts our figures into the report. */
  public void report(String ours, BenchmarkReport report) {
    FIGURES.forEach((name, figure) -> report.put(name, of(ours, figure)));
  }

  /** Adds the figures of a contender whose library may be absent. */
  public void compare(String ours, String contender, String suffix, BenchmarkReport report) {
    if (times.containsKey(contender)) {
      compare(ours, contender, suffix, PeerLibrary.of(contender).orElseThrow().peer(), report);
    }
  }

  /** Adds the figures of a contender of a peer, under our figures' names with a suffix. */
  public void compare(
      String ours, String contender, String suffix, Peer peer, BenchmarkReport report) {
    FIGURES.forEach((name, figure) ->
        report.compare(name + suffix, peer, of(ours, figure), of(contender, figure)));
  }

  private MeasurementSeries of(String contender, ToDoubleFunction<CallTimes> figure) {
    return new MeasurementSeries(
        Objects.requireNonNull(times.get(contender), contender).stream()
            .map(figure::applyAsDouble)
            .toList());
  }
}
