package org.atomicagents.benchmarks.harness;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.atomicagents.benchmarks.load.LoadClientMain;
import org.atomicagents.benchmarks.load.LoadResult;
import org.atomicagents.benchmarks.measure.FileDescriptorLimit;
import org.atomicagents.benchmarks.stub.StubProcess;
import org.atomicagents.benchmarks.stub.StubScript;

/**
 * Load clients of one server, each in its own JVM. All processes are alive at the same time and
 * take turns, so that other load on the machine slows all of them equally. Not thread-safe.
 */
public final class LoadProcesses implements AutoCloseable {
  private final List<ContenderProcess> processes = new ArrayList<>();
  private int turns;

  private LoadProcesses() {}

  /**
   * Starts the processes and returns them when all are ready.
   *
   * @param flags additional JVM flags
   * @param callers the number of threads of each process that call the server concurrently
   */
  public static LoadProcesses start(
      List<String> names, List<String> flags, URI server, int callers, StubScript script)
      throws IOException {
    FileDescriptorLimit.require(callers);
    var started = new LoadProcesses();
    var arguments = new ArrayList<>(List.of(server.toString(), String.valueOf(callers)));
    arguments.addAll(script.arguments());
    try {
      for (String name : names) {
        started.processes.add(ContenderProcess.start(LoadClientMain.class, flags, name, arguments));
      }
      for (ContenderProcess process : started.processes) {
        process.awaitReady();
      }
      return started;
    } catch (IOException e) {
      started.close();
      throw e;
    }
  }

  /**
   * Warms up each process with calls to, and streams of, a server without delays, until its JIT
   * compiler is idle: the load itself has too few calls for that. The report names the processes
   * that were not warm after the longest warm-up.
   */
  public void warmUp(BenchmarkProfile profile, StubScript script, BenchmarkReport report)
      throws IOException {
    StubScript fast = script.withDelay(Duration.ZERO).withEvery(Duration.ZERO);
    try (StubProcess server = StubProcess.start(fast)) {
      warmUp(profile, server, report);
    }
  }

  /** Warms up each process with calls to, and streams of, a server until its compiler is idle. */
  public void warmUp(BenchmarkProfile profile, StubProcess server, BenchmarkReport report)
      throws IOException {
    for (ContenderProcess process : processes) {
      if (!process.warmUp(server.baseUrl(), profile.warmUp(), profile.maxWarmUp())) {
        report.markCold(process.name());
      }
    }
  }

  /** Runs a burst in each process, in rotating order, and returns the results by client name. */
  public SequencedMap<String, LoadResult> runTurn(String command) throws IOException {
    var order = new ArrayList<>(processes);
    Collections.rotate(order, turns++);
    var bursts = new TreeMap<String, LoadResult>();
    for (ContenderProcess process : order) {
      LoadResult burst = process.burst(command);
      bursts.put(process.name(), burst);
      System.err.printf("  %-16s %-17s %s%n", command, process.name(), burst.summary());
    }
    return bursts;
  }

  @Override
  public void close() {
    processes.forEach(ContenderProcess::close);
  }
}
