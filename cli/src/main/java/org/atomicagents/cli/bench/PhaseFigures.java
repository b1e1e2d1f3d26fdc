package org.atomicagents.cli.bench;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.atomicagents.time.Phase;

/**
 * The mean time of runs by phase.
 *
 * @param runs the number of runs: the successful ones that sent requests
 * @param phases the mean of every phase, in nanoseconds
 * @param other the mean time that belongs to no phase, in nanoseconds
 */
public record PhaseFigures(double runs, Map<Phase, Double> phases, double other) {

  public PhaseFigures {
    var copy = new EnumMap<Phase, Double>(Phase.class);
    for (Phase phase : Phase.values()) {
      copy.put(phase, phases.getOrDefault(phase, 0.0));
    }
    phases = Collections.unmodifiableMap(copy);
  }

  /** Returns the mean of a phase, in nanoseconds. */
  public double nanos(Phase phase) {
    return phases.getOrDefault(phase, 0.0);
  }

  /** Returns the mean of a phase. */
  public Duration of(Phase phase) {
    return Duration.ofNanos(Math.round(nanos(phase)));
  }

  /** Returns the mean latency of the runs, in nanoseconds: the sum of the phases and the rest. */
  public double total() {
    return phases.values().stream().mapToDouble(Double::doubleValue).sum() + other;
  }

  /** Returns the share of the latency that belongs to a phase, from 0 to 1. */
  public double share(Phase phase) {
    double total = total();
    return total == 0 ? 0 : nanos(phase) / total;
  }
}
