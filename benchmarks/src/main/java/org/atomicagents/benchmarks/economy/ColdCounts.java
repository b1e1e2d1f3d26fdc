package org.atomicagents.benchmarks.economy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.benchmarks.measure.JvmProcess;
import org.atomicagents.benchmarks.measure.MeasurementSeries;

/**
 * The time and the memory of the first count of tokens, each in a new JVM.
 *
 * @param millis the milliseconds until the first count
 * @param megabytes the megabytes of heap that remain in use (10^6 bytes)
 */
public record ColdCounts(MeasurementSeries millis, MeasurementSeries megabytes) {

  /** Measures a library in new JVMs. */
  public static ColdCounts measure(String library, int starts) throws IOException {
    var millis = new ArrayList<Double>();
    var megabytes = new ArrayList<Double>();
    for (int start = 0; start < starts; start++) {
      Process process = JvmProcess.start(List.of("-Xmx1g", ColdCountMain.class.getName(), library));
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        String line = out.readLine();
        if (line == null) {
          throw new IOException("The counting process failed; see its output above.");
        }
        int space = line.indexOf(' ');
        millis.add(Double.valueOf(line.substring(0, space)));
        megabytes.add(Double.valueOf(line.substring(space + 1)));
        System.err.println("  first count of " + library + ", ms and MB: " + line);
      }
    }
    return new ColdCounts(new MeasurementSeries(millis), new MeasurementSeries(megabytes));
  }
}
