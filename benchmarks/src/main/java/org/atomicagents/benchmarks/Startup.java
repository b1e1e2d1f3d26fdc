package org.atomicagents.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttp;

/**
 * From the start of the command to the first word of an answer: {@code ./atomic demo} on a local
 * server, whose words it prints as they come.
 */
final class Startup implements Benchmark {

  @Override
  public String name() {
    return "startup";
  }

  @Override
  public List<String> figures() {
    return List.of("firstTokenMillis", "coldMillis", "floorRatio", "coreMegabytes", "allMegabytes");
  }

  @Override
  public void run(Effort effort, Report report) throws IOException {
    Path root = Path.of(System.getProperty("benchmarks.root"));
    Path caches = Files.createTempDirectory("benchmarks-startup");
    try (StubProcess server = StubProcess.start(Script.of("answer"))) {
      var command = new AtomicStart(root, server.baseUrl());
      var floor = new BareStart(server.baseUrl(), caches.resolve("bare.cache"));
      System.err.println("preparing: the first start builds and writes caches");
      command.prepare();
      floor.prepare();
      measure(effort, command, floor, report);
    } finally {
      delete(caches);
    }
    var jars = new Jars(root.resolve("cli/target"));
    report.put("coreMegabytes", jars.coreMegabytes());
    report.put("allMegabytes", jars.allMegabytes());
  }

  private static void measure(Effort effort, AtomicStart command, BareStart floor, Report report)
      throws IOException {
    var cached = new ArrayList<Double>();
    var bare = new ArrayList<Double>();
    var cold = new ArrayList<Double>();
    for (int round = 0; round < 3 * effort.starts(); round++) {
      cached.add(command.cached().millisToFirstWord());
      bare.add(floor.cached().millisToFirstWord());
      cold.add(command.cold().millisToFirstWord());
      System.err.printf(
          "  atomic %.0f  bare %.0f  atomic without cache %.0f ms%n",
          cached.getLast(), bare.getLast(), cold.getLast());
    }
    var firstToken = new Samples(cached);
    var floorMillis = new Samples(bare);
    report.put("firstTokenMillis", firstToken);
    report.put("coldMillis", new Samples(cold));
    report.putRatio("floorRatio", firstToken, floorMillis);
    report.compare("firstTokenMillis", new Peer("okhttp", OkHttp.VERSION), firstToken, floorMillis);
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
