package org.atomicagents.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The memory use of this process. */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK_KEY = "VmHWM:";

  private ProcessMemory() {}

  /**
   * Returns the peak resident memory of this process, in megabytes (10^6 bytes). On systems other
   * than Linux, returns the memory that the JVM has committed now.
   */
  public static double peakMegabytes() {
    if (!Files.exists(STATUS)) {
      var memory = ManagementFactory.getMemoryMXBean();
      return (memory.getHeapMemoryUsage().getCommitted()
              + memory.getNonHeapMemoryUsage().getCommitted())
          / 1e6;
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      String line = lines.filter(text -> text.startsWith(PEAK_KEY)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) * 1_024 / 1e6;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
