package org.atomicagents.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.benchmarks.measure.FixedRatePacer;

/** Many virtual threads that do the same, all at once or each at its moment; runs once. */
final class VirtualThreadLoad {
  private static final int SHOWN_FAILURES = 3;

  private final Duration step;
  private final LoadGenerator.ClientTask work;
  private final long[] firsts;
  private final AtomicInteger failures = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);

  /**
   * A crowd that has yet to run.
   *
   * @param spread from the first one's moment to the last one's
   */
  VirtualThreadLoad(int threads, Duration spread, LoadGenerator.ClientTask work) {
    this.step = spread.dividedBy(threads);
    this.work = work;
    this.firsts = new long[threads];
  }

  /** Runs to the end of the last one. */
  void run() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var pace = new FixedRatePacer[1];
      for (int i = 0; i < firsts.length; i++) {
        int place = i;
        threads.execute(() -> runOne(place, pace));
      }
      pace[0] = new FixedRatePacer(step);
      gate.countDown();
    }
  }

  /** How many failed; the first few say why on standard error. */
  int failures() {
    return failures.get();
  }

  /** From the moment when it was due until the first of its answer had come; not of failures. */
  double firstNanos(double quantile) {
    long[] sorted = Arrays.stream(firsts).filter(nanos -> nanos > 0).sorted().toArray();
    if (sorted.length == 0) {
      return 0;
    }
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))];
  }

  private void runOne(int place, FixedRatePacer[] started) {
    try {
      gate.await();
      FixedRatePacer pace = started[0];
      pace.await(place);
      work.run(() -> {
        if (firsts[place] == 0) {
          firsts[place] = pace.sinceMoment(place);
        }
      });
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (failures.incrementAndGet() <= SHOWN_FAILURES) {
        System.err.println("    failed: " + e);
      }
    }
  }
}
