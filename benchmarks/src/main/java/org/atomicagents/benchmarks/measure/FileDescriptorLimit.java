package org.atomicagents.benchmarks.measure;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** How many files, and so connections, a process may have open. */
public final class FileDescriptorLimit {
  // Of a JVM that has no connection yet, with room to spare.
  private static final long OTHERS = 300;

  private FileDescriptorLimit() {}

  /** Fails unless a process may have so many connections, where the system tells. */
  public static void require(int connections) throws IOException {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      require(connections, system.getMaxFileDescriptorCount());
    }
  }

  public static void require(int connections, long allowed) throws IOException {
    long needed = connections + OTHERS;
    if (allowed < needed) {
      throw new IOException(
          "%d connections: expected leave to open %d files, found %d.%nRaise it: ulimit -n %d"
              .formatted(connections, needed, allowed, needed));
    }
  }
}
