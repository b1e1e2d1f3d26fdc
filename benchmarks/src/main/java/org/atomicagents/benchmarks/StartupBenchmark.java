package org.atomicagents.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttp;
import org.atomicagents.benchmarks.harness.AtomicCliLaunch;
import org.atomicagents.benchmarks.harness.BareClientLaunch;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.JarSizes;
import org.atomicagents.benchmarks.harness.Peer;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.benchmarks.stub.StubProcess;
import org.atomicagents.benchmarks.stub.StubScript;

/**
 * Measures the time from the start of {@code ./atomic demo} on a local server to the first word of
 * the response on its standard output.
 */
final class StartupBenchmark implements Benchmark {

  @Override
  public String name() {
    return "startup";
  }

  @Override
  public List<String> figures() {
    return List.of("firstTokenMillis", "coldMillis", "floorRatio", "coreMegabytes", "allMegabytes");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    Path root = Path.of(System.getProperty("benchmarks.root"));
    Path caches = Files.createTempDirectory("benchmarks-startup");
    try (StubProcess server = StubProcess.start(StubScript.of("answer"))) {
      var command = new AtomicCliLaunch(root, server.baseUrl());
      var baseline = new BareClientLaunch(server.baseUrl(), caches.resolve("bare.cache"));
      System.err.println("preparing: the first start builds and writes caches");
      command.prepare();
      baseline.prepare();
      measure(profile, command, baseline, report);
    } finally {
      delete(caches);
    }
    var jars = new JarSizes(root.resolve("cli/target"));
    report.put("coreMegabytes", jars.coreMegabytes());
    report.put("allMegabytes", jars.allMegabytes());
  }

  private static void measure(
      BenchmarkProfile profile,
      AtomicCliLaunch command,
      BareClientLaunch baseline,
      BenchmarkReport report)
      throws IOException {
    var cached = new ArrayList<Double>();
    var bare = new ArrayList<Double>();
    var cold = new ArrayList<Double>();
    for (int round = 0; round < 3 * profile.starts(); round++) {
      cached.add(command.cached().millisToFirstWord());
      bare.add(baseline.cached().millisToFirstWord());
      cold.add(command.cold().millisToFirstWord());
      System.err.printf(
          "  atomic %.0f  bare %.0f  atomic without cache %.0f ms%n",
          cached.getLast(), bare.getLast(), cold.getLast());
    }
    var firstToken = new MeasurementSeries(cached);
    var baselineMillis = new MeasurementSeries(bare);
    report.put("firstTokenMillis", firstToken);
    report.put("coldMillis", new MeasurementSeries(cold));
    report.putRatio("floorRatio", firstToken, baselineMillis);
    report.compare(
        "firstTokenMillis", new Peer("okhttp", OkHttp.VERSION), firstToken, baselineMillis);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
