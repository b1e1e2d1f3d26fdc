package org.atomicagents.benchmarks.contender;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
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
import org.atomicagents.benchmarks.measure.JitWarmUp;
import org.atomicagents.benchmarks.measure.MeasurementSeries;

/**
 * Measures one contender.
 *
 * <p>Calls run on virtual threads, as in a service. Allocated bytes are measured on a platform
 * thread, because the JVM counts them for platform threads only.
 */
final class Sampler {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Contender contender;
  // A volatile write of every result prevents dead-code elimination.
  private volatile Object result;

  Sampler(Contender contender) {
    this.contender = contender;
    this.result = contender.expected();
  }

  /** Checks the results of the last measured call and of one further call. */
  void check() {
    requireExpected(result);
    requireExpected(contender.call());
  }

  /**
   * Runs until the compiler is idle, within these bounds. Returns the number of calls; negative if
   * the maximum ended the warm-up.
   */
  double warmUp(Duration min, Duration max) {
    double operations =
        JitWarmUp.run(
            min,
            max,
            turn -> {
              double batches = onVirtualThread(() -> (double) batches(turn).length);
              bytesPerCall(turn.dividedBy(10));
              return batches * contender.batch() * contender.operations();
            });
    return operations / contender.operations();
  }

  /** Returns the median of many short batches, so that interruptions of a few do not count. */
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
      calls += contender.batch();
    } while (System.nanoTime() < end);
    return (double) (THREADS.getThreadAllocatedBytes(thread) - before) / calls;
  }

  /** Returns the CPU time per call of the whole process, including GC and JIT threads. */
  double cpuNanosPerCall(Duration time) {
    long before = SYSTEM.getProcessCpuTime();
    double calls = onVirtualThread(() -> (double) batches(time).length * contender.batch());
    return (SYSTEM.getProcessCpuTime() - before) / calls;
  }

  /** Returns the throughput of as many callers as there are processors. */
  double callsPerSecond(Duration time) {
    int callers = Runtime.getRuntime().availableProcessors();
    long start = System.nanoTime();
    double calls =
        onVirtualThreads(callers, () -> (double) batches(time).length * contender.batch());
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
      nanos[count++] = (double) (now - start) / contender.batch();
      start = now;
    } while (start < end);
    return Arrays.copyOf(nanos, count);
  }

  private void batch() {
    for (int i = 0; i < contender.batch(); i++) {
      result = contender.call();
    }
  }

  private void requireExpected(Object found) {
    if (!found.equals(contender.expected())) {
      throw new IllegalStateException(
          contender + ": expected " + contender.expected() + ", found " + found);
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
      for (Future<Double> future : started) {
        sums.add(future.get());
      }
      return sums.stream().mapToDouble(Double::doubleValue).sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("The measurement failed", e);
    }
  }
}
