package org.atomicagents.benchmarks.measure;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** The limit of open files, and thereby of connections, of a process. */
public final class FileDescriptorLimit {
  // The open files of a JVM without connections, with a margin.
  private static final long OTHER_FILES = 300;

  private FileDescriptorLimit() {}

  /**
   * Throws an exception if the process may not open so many connections. Does nothing where the
   * limit is unknown.
   */
  public static void require(int connections) throws IOException {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      require(connections, system.getMaxFileDescriptorCount());
    }
  }

  /** Throws an exception if {@code allowed} open files are too few for the connections. */
  public static void require(int connections, long allowed) throws IOException {
    long needed = connections + OTHER_FILES;
    if (allowed < needed) {
      throw new IOException(
          "%d connections: expected a limit of at least %d open files, found %d.%nRaise it: ulimit -n %d"
              .formatted(connections, needed, allowed, needed));
    }
  }
}
