package org.atomicagents.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.atomicagents.benchmarks.measure.JitWarmUp;
import org.atomicagents.benchmarks.measure.ProcessMemory;

/** Runs a load client with a virtual thread per call or stream. */
final class LoadGenerator {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final LoadClient client;

  LoadGenerator(LoadClient client) {
    this.client = client;
  }

  /** Makes sequential calls and returns their result. */
  LoadResult sequence(int calls) {
    var load =
        new VirtualThreadLoad(
            1,
            Duration.ZERO,
            onDelta -> {
              for (int i = 0; i < calls; i++) {
                client.call();
                onDelta.run();
              }
            });
    return measure(load, calls);
  }

  /**
   * Makes sequential calls with a question of the given length and returns their result, whose
   * quantiles are those of a call's duration.
   */
  LoadResult sized(int characters, int calls) {
    String question = "x".repeat(characters);
    var nanos = new double[calls];
    var load =
        new VirtualThreadLoad(
            1,
            Duration.ZERO,
            onDelta -> {
              for (int i = 0; i < calls; i++) {
                long start = System.nanoTime();
                client.call(question);
                nanos[i] = System.nanoTime() - start;
              }
            });
    LoadResult result = measure(load, calls);
    Arrays.sort(nanos);
    return result.withFirst(nanos[calls / 2] / 1e6, nanos[calls * 99 / 100] / 1e6);
  }

  /**
   * Makes calls and reads streams on every processor until the compiler is idle. Returns the number
   * of both; negative if the maximum ended the warm-up.
   */
  double warmUp(Duration min, Duration max) {
    int callers = Runtime.getRuntime().availableProcessors();
    double exchanges = JitWarmUp.run(min, max, turn -> exchanges(callers, turn));
    System.err.printf(
        "  %s after %.0f exchanges%n", exchanges > 0 ? "warm" : "not warm", Math.abs(exchanges));
    return exchanges;
  }

  private double exchanges(int callers, Duration turn) {
    long end = System.nanoTime() + turn.toNanos();
    var exchanges = new LongAdder();
    new VirtualThreadLoad(
            callers,
            Duration.ZERO,
            onDelta -> {
              while (System.nanoTime() - end < 0) {
                client.call();
                client.stream(onDelta);
                exchanges.add(2);
              }
            })
        .run();
    return exchanges.sum();
  }

  /** Makes concurrent calls and returns their result. */
  LoadResult calls(int calls) {
    var load =
        new VirtualThreadLoad(
            calls,
            Duration.ZERO,
            onDelta -> {
              client.call();
              onDelta.run();
            });
    return measure(load, calls);
  }

  /**
   * Reads concurrent streams and returns their result.
   *
   * @param chunks the number of chunks per stream
   * @param spread the time between the start of the first stream and the start of the last one
   */
  LoadResult streams(int streams, int chunks, Duration spread) {
    return measure(new VirtualThreadLoad(streams, spread, client::stream), streams * chunks);
  }

  private static LoadResult measure(VirtualThreadLoad load, int units) {
    THREADS.resetPeakThreadCount();
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    load.run();
    long wall = System.nanoTime() - start;
    return new LoadResult(
        load.failures(),
        wall / 1e6,
        (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / units,
        load.firstNanos(0.5) / 1e6,
        load.firstNanos(0.99) / 1e6,
        ProcessMemory.peakMegabytes(),
        THREADS.getPeakThreadCount());
  }

  /** The work of one thread. */
  interface ClientTask {
    /** Runs the work and calls {@code onDelta} for each part of the response. */
    void run(Runnable onDelta) throws IOException;
  }
}
