package org.atomicagents.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
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
