package org.atomicagents.benchmarks.contender;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.atomicagents.benchmarks.measure.MeasurementSeries;

/**
 * Measures one side.
 *
 * <p>Calls run on virtual threads, as they would in a service, except where bytes are counted: the
 * JVM counts them for platform threads only.
 */
final class Sampler {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
  private static final Duration WARM_UP_TURN = Duration.ofMillis(100);
  // The optimising compiler takes a method up after some ten thousand calls.
  private static final int CALLS_TO_WARM_UP = 20_000;
  // In milliseconds, as the bean counts.
  private static final long MOST_WHEN_IDLE = 10;

  private final Contender side;
  // Every result is written here, so that no call can be optimised away.
  private volatile Object result;

  Sampler(Contender side) {
    this.side = side;
    this.result = side.expected();
  }

  /** Fails if a call, the last one measured included, came to something else than it must. */
  void check() {
    requireExpected(result);
    requireExpected(side.call());
  }

  /**
   * Runs until there were enough calls and two turns in a row left the compiler idle, within these
   * bounds; gives back the calls made.
   */
  double warmUp(Duration least, Duration most) {
    long start = System.nanoTime();
    int idleTurns = 0;
    double calls = 0;
    long spent = 0;
    while (spent < least.toNanos()
        || (spent < most.toNanos() && (idleTurns < 2 || calls < CALLS_TO_WARM_UP))) {
      long compiling = COMPILER.getTotalCompilationTime();
      calls += onVirtualThread(() -> (double) batches(WARM_UP_TURN).length * side.batch());
      bytesPerCall(WARM_UP_TURN.dividedBy(10));
      boolean idle = COMPILER.getTotalCompilationTime() - compiling <= MOST_WHEN_IDLE;
      idleTurns = idle ? idleTurns + 1 : 0;
      spent = System.nanoTime() - start;
    }
    return calls;
  }

  /** The median of many short batches: what interrupts some of them does not count. */
  double nanosPerCall(Duration time) {
    return onVirtualThread(() -> MeasurementSeries.median(batches(time)));
  }

  double bytesPerCall(Duration time) {
    long thread = Thread.currentThread().threadId();
    long end = System.nanoTime() + time.toNanos();
    long calls = 0;
    long before = THREADS.getThreadAllocatedBytes(thread);
    do {
      batch();
      calls += side.batch();
    } while (System.nanoTime() < end);
    return (double) (THREADS.getThreadAllocatedBytes(thread) - before) / calls;
  }

  /** The processor time of all threads of this process, collector and compiler included. */
  double cpuNanosPerCall(Duration time) {
    long before = SYSTEM.getProcessCpuTime();
    double calls = onVirtualThread(() -> (double) batches(time).length * side.batch());
    return (SYSTEM.getProcessCpuTime() - before) / calls;
  }

  /** With as many callers as there are processors. */
  double callsPerSecond(Duration time) {
    int callers = Runtime.getRuntime().availableProcessors();
    long start = System.nanoTime();
    double calls = onVirtualThreads(callers, () -> (double) batches(time).length * side.batch());
    return calls / ((System.nanoTime() - start) / 1e9);
  }

  private double[] batches(Duration time) {
    var nanos = new double[1024];
    int count = 0;
    long start = System.nanoTime();
    long end = start + time.toNanos();
    do {
      batch();
      long now = System.nanoTime();
      nanos = count < nanos.length ? nanos : Arrays.copyOf(nanos, count * 2);
      nanos[count++] = (double) (now - start) / side.batch();
      start = now;
    } while (start < end);
    return Arrays.copyOf(nanos, count);
  }

  private void batch() {
    for (int i = 0; i < side.batch(); i++) {
      result = side.call();
    }
  }

  private void requireExpected(Object found) {
    if (!found.equals(side.expected())) {
      throw new IllegalStateException(side + ": expected " + side.expected() + ", found " + found);
    }
  }

  private static double onVirtualThread(DoubleSupplier work) {
    return onVirtualThreads(1, work);
  }

  private static double onVirtualThreads(int count, DoubleSupplier work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Double>> started =
          IntStream.range(0, count).mapToObj(i -> threads.submit(work::getAsDouble)).toList();
      var sums = new ArrayList<Double>(count);
      for (Future<Double> each : started) {
        sums.add(each.get());
      }
      return sums.stream().mapToDouble(Double::doubleValue).sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("A measurement failed", e);
    }
  }
}
