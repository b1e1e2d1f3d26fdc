package org.atomicagents.benchmarks.load;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * What came of many calls or streams that were made together.
 *
 * @param failures how many came to anything but the answer
 * @param wallMillis from the start to the end of the last one
 * @param cpuMicros processor time of the whole process, collector and compiler included, per call
 *     or per chunk
 * @param firstP50Millis from the moment when it was due until its first chunk, or its answer
 * @param firstP99Millis the same, of the slowest in a hundred
 * @param megabytes the most memory that the process has held since it was started
 * @param threads the most platform threads that were alive
 */
public record LoadResult(
    double failures,
    double wallMillis,
    double cpuMicros,
    double firstP50Millis,
    double firstP99Millis,
    double megabytes,
    double threads) {

  /** The burst that was written as this line. */
  public static LoadResult parse(String line) {
    double[] of = Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
    return new LoadResult(of[0], of[1], of[2], of[3], of[4], of[5], of[6]);
  }

  String line() {
    var line = new StringJoiner(" ");
    for (double each :
        new double[] {
          failures, wallMillis, cpuMicros, firstP50Millis, firstP99Millis, megabytes, threads
        }) {
      line.add(String.valueOf(each));
    }
    return line.toString();
  }

  /** For who watches. */
  public String shown() {
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
