package org.atomicagents.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.benchmarks.measure.FixedRatePacer;

/**
 * Virtual threads that do the same work concurrently, started together or at a fixed rate. Runs
 * once.
 */
final class VirtualThreadLoad {
  private static final int MAX_PRINTED_FAILURES = 3;

  private final Duration step;
  private final LoadGenerator.ClientTask work;
  private final long[] firstNanos;
  private final AtomicInteger failures = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);

  /**
   * Creates a load that has not run yet.
   *
   * @param spread the time between the start of the first thread and the start of the last one
   */
  VirtualThreadLoad(int threads, Duration spread, LoadGenerator.ClientTask work) {
    this.step = spread.dividedBy(threads);
    this.work = work;
    this.firstNanos = new long[threads];
  }

  /** Runs all threads to their end. */
  void run() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var pacer = new FixedRatePacer[1];
      for (int i = 0; i < firstNanos.length; i++) {
        int index = i;
        threads.execute(() -> runOne(index, pacer));
      }
      pacer[0] = new FixedRatePacer(step);
      gate.countDown();
    }
  }

  /** Returns the number of failed threads; the first few failures are printed to standard error. */
  int failures() {
    return failures.get();
  }

  /**
   * Returns a quantile of the time from the scheduled start to the first part of the response,
   * without failures.
   */
  double firstNanos(double quantile) {
    long[] sorted = Arrays.stream(firstNanos).filter(nanos -> nanos > 0).sorted().toArray();
    if (sorted.length == 0) {
      return 0;
    }
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))];
  }

  private void runOne(int index, FixedRatePacer[] startedPacer) {
    try {
      gate.await();
      FixedRatePacer pacer = startedPacer[0];
      pacer.await(index);
      work.run(() -> {
        if (firstNanos[index] == 0) {
          firstNanos[index] = pacer.nanosSince(index);
        }
      });
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (failures.incrementAndGet() <= MAX_PRINTED_FAILURES) {
        System.err.println("    failed: " + e);
      }
    }
  }
}
