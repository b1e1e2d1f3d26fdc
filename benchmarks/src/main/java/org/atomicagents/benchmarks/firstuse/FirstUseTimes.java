package org.atomicagents.benchmarks.firstuse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.measure.JvmProcess;
import org.atomicagents.benchmarks.measure.MeasurementSeries;

/** Measures the first use of types in new JVMs; each type is timed once per JVM. */
public final class FirstUseTimes {
  private FirstUseTimes() {}

  /** Returns the first-use times, in milliseconds. */
  public static MeasurementSeries measure(BenchmarkProfile profile) throws IOException {
    var millis = new ArrayList<Double>();
    for (int start = 0; start < profile.starts(); start++) {
      Process process =
          JvmProcess.start(List.of("-Xmx1g", FirstUseMain.class.getName(), String.valueOf(start)));
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        String line = out.readLine();
        if (line == null) {
          throw new IOException("The first-use process failed; see its output above.");
        }
        Arrays.stream(line.split(" ")).map(Double::valueOf).forEach(millis::add);
        System.err.println("  first use, ms: " + line);
      }
    }
    return new MeasurementSeries(millis);
  }
}
