package org.atomicagents.benchmarks.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final List<String> contenders;
  private final List<String> arguments;
  private final BenchmarkProfile profile;
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
      process.warmUp(profile.warmUp(), profile.maxWarmUp());
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
