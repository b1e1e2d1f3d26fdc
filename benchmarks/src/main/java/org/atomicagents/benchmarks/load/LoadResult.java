package org.atomicagents.benchmarks.load;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * The measurements of a burst of calls or streams.
 *
 * @param failures the number of calls or streams without the expected response
 * @param wallMillis the time from the start of the burst to the end of the last call or stream
 * @param cpuMicros the CPU time of the process, including GC and JIT threads, per call or chunk
 * @param firstP50Millis the median time from the scheduled start to the first chunk or the response
 * @param firstP99Millis the 99th percentile of the same time
 * @param megabytes the peak memory of the process since its start
 * @param threads the peak number of platform threads
 */
public record LoadResult(
    double failures,
    double wallMillis,
    double cpuMicros,
    double firstP50Millis,
    double firstP99Millis,
    double megabytes,
    double threads) {

  /** Returns the result that a load process printed as a line. */
  public static LoadResult parse(String line) {
    double[] values = Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
    return new LoadResult(
        values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
  }

  /** Returns the values as a line that {@link #parse} reads. */
  String line() {
    var line = new StringJoiner(" ");
    for (double value :
        new double[] {
          failures, wallMillis, cpuMicros, firstP50Millis, firstP99Millis, megabytes, threads
        }) {
      line.add(String.valueOf(value));
    }
    return line.toString();
  }

  /** Returns a copy with other times to the first chunk or the response. */
  LoadResult withFirst(double p50Millis, double p99Millis) {
    return new LoadResult(
        failures, wallMillis, cpuMicros, p50Millis, p99Millis, megabytes, threads);
  }

  /** Returns a summary for the progress output. */
  public String summary() {
    return "%.0f ms, %.1f us, first p50/p99 %.0f/%.0f ms, %.0f MB, %.0f threads%s"
        .formatted(
            wallMillis,
            cpuMicros,
            firstP50Millis,
            firstP99Millis,
            megabytes,
            threads,
            failures == 0 ? "" : ", " + (long) failures + " FAILED");
  }
}
