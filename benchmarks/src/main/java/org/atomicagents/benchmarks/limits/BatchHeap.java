package org.atomicagents.benchmarks.limits;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.atomicagents.benchmarks.measure.JvmProcess;

/** Measures the heap of a batch in a new JVM, whose heap is limited to the target. */
public final class BatchHeap {
  private BatchHeap() {}

  /**
   * Returns the megabytes of heap (10^6 bytes) of a batch whose items are all in flight.
   *
   * @param items the number of items, and the maximum concurrency
   */
  public static double inFlight(int items) throws IOException {
    return measure("in-flight", items, "-Xmx300m");
  }

  /**
   * Returns the largest megabytes of heap (10^6 bytes) while a batch reads a file of JSON lines and
   * writes another one.
   */
  public static double lines(int lines) throws IOException {
    return measure("lines", lines, "-Xmx256m");
  }

  private static double measure(String kind, int count, String limit) throws IOException {
    Process process =
        JvmProcess.start(
            List.of(limit, BatchHeapMain.class.getName(), kind, String.valueOf(count)));
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      if (line == null) {
        throw new IOException(
            "The process of the batch with %s failed; see its output above.".formatted(limit));
      }
      System.err.println("  heap of a batch, " + count + " " + kind + ", MB: " + line);
      return Double.parseDouble(line);
    }
  }
}
