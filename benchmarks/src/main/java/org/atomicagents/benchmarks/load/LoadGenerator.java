package org.atomicagents.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.atomicagents.benchmarks.measure.ProcessMemory;

/** Puts one caller under load, with a virtual thread for each call or stream. */
final class LoadGenerator {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final LoadClient caller;

  LoadGenerator(LoadClient caller) {
    this.caller = caller;
  }

  /** One call after the other. */
  LoadResult sequence(int calls) {
    var crowd =
        new VirtualThreadLoad(
            1,
            Duration.ZERO,
            first -> {
              for (int i = 0; i < calls; i++) {
                caller.call();
                first.run();
              }
            });
    return measured(crowd, calls);
  }

  /** All calls at the same time. */
  LoadResult calls(int calls) {
    var crowd =
        new VirtualThreadLoad(
            calls,
            Duration.ZERO,
            first -> {
              caller.call();
              first.run();
            });
    return measured(crowd, calls);
  }

  /**
   * Streams that are open at the same time.
   *
   * @param chunks how many the server sends in each
   * @param spread from the moment when the first one is due to the last one's
   */
  LoadResult streams(int streams, int chunks, Duration spread) {
    return measured(new VirtualThreadLoad(streams, spread, caller::stream), streams * chunks);
  }

  private static LoadResult measured(VirtualThreadLoad crowd, int units) {
    THREADS.resetPeakThreadCount();
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    crowd.run();
    long wall = System.nanoTime() - start;
    return new LoadResult(
        crowd.failures(),
        wall / 1e6,
        (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / units,
        crowd.firstNanos(0.5) / 1e6,
        crowd.firstNanos(0.99) / 1e6,
        ProcessMemory.mostMegabytes(),
        THREADS.getPeakThreadCount());
  }

  /** What each member of a crowd does; it says when the first of its answer has come. */
  interface ClientTask {
    void run(Runnable first) throws IOException;
  }
}
