package org.atomicagents.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.atomicagents.cli.bench.CallTrace.Example;
import org.atomicagents.cli.bench.CallTrace.Reason;

/**
 * Selects the traces of a report from any number of runs: the slowest ones, the first failed ones,
 * and typical ones from a random sample. Not thread-safe.
 */
final class TraceSampler {
  static final int SLOWEST = 5;
  static final int TYPICAL = 4;
  static final int FAILED = 4;
  private static final int SAMPLE_SIZE = 200;
  private static final Comparator<CallTrace> BY_LATENCY =
      Comparator.comparing(CallTrace::latency).thenComparingLong(CallTrace::number);

  private final PriorityQueue<CallTrace> slowest = new PriorityQueue<>(BY_LATENCY);
  private final List<CallTrace> failed = new ArrayList<>();
  private final List<CallTrace> sample = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(0);
  private long succeeded;

  void add(CallTrace trace) {
    if (trace.failure().isPresent()) {
      if (failed.size() < FAILED) {
        failed.add(trace);
      }
      return;
    }
    slowest.add(trace);
    if (slowest.size() > SLOWEST) {
      slowest.poll();
    }
    succeeded++;
    if (sample.size() < SAMPLE_SIZE) {
      sample.add(trace);
    } else {
      long place = random.nextLong(succeeded);
      if (place < SAMPLE_SIZE) {
        sample.set((int) place, trace);
      }
    }
  }

  /** Returns the slowest, then typical, then failed runs; none of them twice. */
  List<Example> examples(Duration median) {
    var examples = new ArrayList<Example>();
    var chosen = new HashSet<Long>();
    slowest.stream()
        .sorted(BY_LATENCY.reversed())
        .forEach(trace -> add(examples, chosen, Reason.SLOWEST, trace));
    sample.stream()
        .filter(trace -> !chosen.contains(trace.number()))
        .sorted(Comparator.comparing(trace -> trace.latency().minus(median).abs()))
        .limit(TYPICAL)
        .sorted(BY_LATENCY.reversed())
        .forEach(trace -> add(examples, chosen, Reason.TYPICAL, trace));
    failed.forEach(trace -> add(examples, chosen, Reason.FAILED, trace));
    return examples;
  }

  private static void add(
      List<Example> examples, Set<Long> chosen, Reason reason, CallTrace trace) {
    if (chosen.add(trace.number())) {
      examples.add(new Example(reason, trace));
    }
  }
}
