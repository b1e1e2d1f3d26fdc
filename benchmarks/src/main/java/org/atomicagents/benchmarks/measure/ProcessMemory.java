package org.atomicagents.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process holds of the machine's memory. */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String MOST = "VmHWM:";

  private ProcessMemory() {}

  /**
   * The most that this process has ever held, in megabytes of a million bytes; where the system
   * doesn't tell (all but Linux), what the JVM has committed now.
   */
  public static double mostMegabytes() {
    if (!Files.exists(STATUS)) {
      var memory = ManagementFactory.getMemoryMXBean();
      return (memory.getHeapMemoryUsage().getCommitted()
              + memory.getNonHeapMemoryUsage().getCommitted())
          / 1e6;
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      String line = lines.filter(each -> each.startsWith(MOST)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) * 1_024 / 1e6;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
