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
 * Sides that take turns on one machine.
 *
 * <p>Each side lives in a JVM of its own, so that none is compiled with what the others taught the
 * compiler. All are alive at the same time and one of them works: a turn is so short that a
 * neighbour of the machine slows all of them alike, and every ratio is made of turns that lie side
 * by side. JMH does only the former, since it finishes one side before it starts the next, and so
 * is not used.
 */
public final class InterleavedComparison {
  private final List<String> sides;
  private final List<String> arguments;
  private final BenchmarkProfile effort;
  private final Map<MeasurementKey, List<Double>> found = new HashMap<>();

  private record MeasurementKey(String side, String measurement) {}

  /**
   * A race that is yet to be run.
   *
   * @param arguments what every side is told at its start
   */
  public InterleavedComparison(
      List<String> sides, List<String> arguments, BenchmarkProfile effort) {
    this.sides = sides;
    this.arguments = arguments;
    this.effort = effort;
  }

  /** Takes these measurements of every side; in each fork all sides are started anew. */
  public void run(List<String> measurements) throws IOException {
    long start = System.nanoTime();
    for (int fork = 1; fork <= effort.forks(); fork++) {
      long spent = System.nanoTime() - start;
      if (fork > 1 && spent + spent / (fork - 1) > effort.limit().toNanos()) {
        System.err.printf("no time for fork %d of %d%n", fork, effort.forks());
        return;
      }
      System.err.printf("fork %d of %d: %s%n", fork, effort.forks(), String.join(", ", sides));
      var members = new ArrayList<ContenderProcess>();
      try {
        for (String side : sides) {
          members.add(ContenderProcess.start(side, arguments));
        }
        run(members, measurements);
      } finally {
        members.forEach(ContenderProcess::close);
      }
    }
  }

  /** What was measured of a side; repeats of the same turn stand at the same place. */
  public MeasurementSeries of(String side, String measurement) {
    return new MeasurementSeries(
        found.getOrDefault(new MeasurementKey(side, measurement), List.of()));
  }

  private void run(List<ContenderProcess> members, List<String> measurements) throws IOException {
    for (ContenderProcess member : members) {
      member.awaitReady();
    }
    for (ContenderProcess member : members) {
      member.warmUp(effort.warmUp(), effort.longestWarmUp());
    }
    for (int round = 0; round < effort.rounds(); round++) {
      for (String measurement : measurements) {
        turns(members, measurement, effort.turn().multipliedBy(weight(measurement)), round);
      }
    }
  }

  // The processor time of a process is counted in hundredths of a second.
  private static int weight(String measurement) {
    return measurement.equals("cpu") ? 4 : 1;
  }

  private void turns(List<ContenderProcess> members, String measurement, Duration time, int round)
      throws IOException {
    var order = new ArrayList<>(members);
    Collections.rotate(order, round);
    var line = new StringBuilder("  %-5s".formatted(measurement));
    for (ContenderProcess member : order) {
      double figure = member.measure(measurement, time);
      found
          .computeIfAbsent(new MeasurementKey(member.side(), measurement), key -> new ArrayList<>())
          .add(figure);
      line.append("  %s %.0f".formatted(member.side(), figure));
    }
    System.err.println(line);
  }
}
