package org.atomicagents.cli.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;

/**
 * The sums of the phases of runs by classes of their latency, eight per power of two, so that the
 * means of the slowest runs are known at the end, in memory of a fixed size. Not thread-safe.
 */
final class PhaseRecorder {
  private static final int CLASS_BITS = 3;

  private final NavigableMap<Integer, LatencyClass> classes = new TreeMap<>();
  private long count;

  /** The sums of the runs of similar latency. */
  private static final class LatencyClass {
    private final Map<Phase, Long> sums = new EnumMap<>(Phase.class);
    private long other;
    private long count;

    void add(long latency, Timings timings) {
      count++;
      for (Phase phase : Phase.values()) {
        sums.merge(phase, timings.nanos(phase), Long::sum);
      }
      other += Math.max(0, latency - timings.accountedNanos());
    }
  }

  void add(long latency, Timings timings) {
    count++;
    classes.computeIfAbsent(classOf(latency), absent -> new LatencyClass()).add(latency, timings);
  }

  /** Returns the means of all runs. */
  PhaseFigures all() {
    return slowest(1);
  }

  /**
   * Returns the means of the slowest runs; those of the class at the border count with its mean.
   *
   * @param share their share, above 0 and at most 1
   */
  PhaseFigures slowest(double share) {
    double wanted = count == 0 ? 0 : Math.max(1, count * share);
    double taken = 0;
    double other = 0;
    var sums = new EnumMap<Phase, Double>(Phase.class);
    for (LatencyClass next : classes.descendingMap().values()) {
      double part = Math.min(1, (wanted - taken) / next.count);
      if (part <= 0) {
        break;
      }
      taken += part * next.count;
      other += part * next.other;
      next.sums.forEach((phase, sum) -> sums.merge(phase, part * sum, Double::sum));
    }
    double runs = taken;
    if (runs > 0) {
      sums.replaceAll((phase, sum) -> sum / runs);
      other /= runs;
    }
    return new PhaseFigures(runs, sums, other);
  }

  // The position of the highest bit, and the bits behind it.
  private static int classOf(long latency) {
    long value = Math.max(1, latency);
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    long mantissa =
        exponent <= CLASS_BITS
            ? value << (CLASS_BITS - exponent)
            : value >>> (exponent - CLASS_BITS);
    return (exponent << CLASS_BITS) + (int) (mantissa & ((1 << CLASS_BITS) - 1));
  }
}
