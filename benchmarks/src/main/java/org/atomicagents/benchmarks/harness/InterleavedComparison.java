package org.atomicagents.benchmarks.harness;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.atomicagents.benchmarks.contender.Contenders;
import org.atomicagents.benchmarks.measure.MeasurementSeries;

/**
 * A comparison of contenders that take turns on one machine.
 *
 * <p>Each contender runs in its own JVM, so that none inherits another's JIT profile. All processes
 * are alive at the same time and one of them works: a turn is so short that other load on the
 * machine slows all of them equally, and every ratio is computed from adjacent turns. JMH is not
 * used, because it finishes one contender before it starts the next.
 */
public final class InterleavedComparison {
  // Turns of contenders whose call takes seconds.
  private static final int SLOW_TURNS = 4;

  private final List<String> contenders;
  private final List<String> arguments;
  private final BenchmarkProfile profile;
  private final Set<String> coldContenders = new TreeSet<>();
  private final Map<MeasurementKey, List<Double>> figures = new HashMap<>();

  private record MeasurementKey(String contender, String measurement) {}

  /**
   * Creates a comparison that has not run yet.
   *
   * @param arguments the arguments of every contender
   */
  public InterleavedComparison(
      List<String> contenders, List<String> arguments, BenchmarkProfile profile) {
    this.contenders = contenders;
    this.arguments = arguments;
    this.profile = profile;
  }

  /**
   * Returns a comparison without the contenders that cannot be started here; the report names their
   * libraries.
   *
   * @param expectedText the text that contenders without our class path compare their results with
   */
  public static InterleavedComparison ofPresent(
      List<String> contenders,
      URI server,
      Path expectedText,
      BenchmarkProfile profile,
      BenchmarkReport report) {
    List<String> present =
        contenders.stream().filter(contender -> isPresent(contender, report)).toList();
    return new InterleavedComparison(
        present, List.of(server.toString(), expectedText.toString()), profile);
  }

  static boolean isPresent(String contender, BenchmarkReport report) {
    Optional<PeerLibrary> library = PeerLibrary.of(contender);
    Optional<String> reason = library.flatMap(PeerLibrary::absence);
    reason.ifPresent(text -> {
      System.err.printf("without %s: %s%n", contender, text);
      report.markAbsent(library.orElseThrow().peerName(), text);
    });
    return reason.isEmpty();
  }

  /**
   * Adds the figure of a contender whose library may be absent: its median, in the unit of our
   * figure.
   */
  public void compare(
      BenchmarkReport report,
      String figure,
      String contender,
      String measurement,
      double factor,
      MeasurementSeries ours) {
    if (contenders.contains(contender)) {
      report.compare(
          figure,
          PeerLibrary.of(contender).orElseThrow().peer(),
          ours,
          of(contender, measurement).times(factor));
    }
  }

  /** Adds a remark to the report if a contender was not warm when it was measured. */
  public void reportWarmth(BenchmarkReport report) {
    coldContenders.forEach(report::markCold);
  }

  /** Takes these measurements of every contender; each fork restarts all processes. */
  public void run(List<String> measurements) throws IOException {
    long start = System.nanoTime();
    for (int fork = 1; fork <= profile.forks(); fork++) {
      long spent = System.nanoTime() - start;
      if (fork > 1 && spent + spent / (fork - 1) > profile.limit().toNanos()) {
        System.err.printf("skipping fork %d of %d: out of time%n", fork, profile.forks());
        return;
      }
      System.err.printf(
          "fork %d of %d: %s%n", fork, profile.forks(), String.join(", ", contenders));
      var processes = new ArrayList<ContenderProcess>();
      try {
        for (String contender : contenders) {
          processes.add(ContenderProcess.start(contender, arguments));
        }
        run(processes, measurements);
      } finally {
        processes.forEach(ContenderProcess::close);
      }
    }
  }

  /** Returns the figures of a contender; figures of the same turn have the same index. */
  public MeasurementSeries of(String contender, String measurement) {
    return new MeasurementSeries(
        figures.getOrDefault(new MeasurementKey(contender, measurement), List.of()));
  }

  private void run(List<ContenderProcess> processes, List<String> measurements) throws IOException {
    for (ContenderProcess process : processes) {
      process.awaitReady();
    }
    for (ContenderProcess process : processes) {
      if (!process.warmUp(profile.warmUp(), profile.maxWarmUp())) {
        coldContenders.add(process.name());
      }
    }
    for (int round = 0; round < profile.rounds(); round++) {
      for (String measurement : measurements) {
        turns(processes, measurement, profile.turn().multipliedBy(weight(measurement)), round);
      }
    }
  }

  // The CPU time of a process has a resolution of 10 ms.
  private static int weight(String measurement) {
    return measurement.equals("cpu") ? 4 : 1;
  }

  private void turns(List<ContenderProcess> processes, String measurement, Duration time, int round)
      throws IOException {
    var order = new ArrayList<>(processes);
    Collections.rotate(order, round);
    var line = new StringBuilder("  %-5s".formatted(measurement));
    for (ContenderProcess process : order) {
      if (round % SLOW_TURNS != 0 && process.name().equals(Contenders.STREAM_PYTHON)) {
        continue;
      }
      double figure = process.measure(measurement, time);
      figures
          .computeIfAbsent(
              new MeasurementKey(process.name(), measurement), key -> new ArrayList<>())
          .add(figure);
      line.append("  %s %.0f".formatted(process.name(), figure));
    }
    System.err.println(line);
  }
}
