package org.atomicagents.benchmarks.harness;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Launches {@code ./atomic demo} with the model of a local server. */
public final class AtomicCliLaunch {
  private final List<String> command;
  private final List<String> withoutLauncher;

  public AtomicCliLaunch(Path root, URI baseUrl) {
    List<String> demo = List.of("demo", "--model", baseUrl + "#stub");
    var direct = new ArrayList<>(BareClientLaunch.java());
    direct.addAll(List.of("-jar", root.resolve("cli/target/atomic.jar").toString()));
    direct.addAll(demo);
    this.withoutLauncher = List.copyOf(direct);
    var launched = new ArrayList<>(List.of(root.resolve("atomic").toString()));
    launched.addAll(demo);
    this.command = List.copyOf(launched);
  }

  /** Runs the launcher once, which builds missing jars and writes its cache. */
  public void prepare() throws IOException {
    cached().runOnce();
  }

  /** Returns a launch with the launcher's start-up cache. */
  public ProcessLaunch cached() {
    return new ProcessLaunch(command, javaHome());
  }

  /** Returns a launch without the launcher's start-up cache. */
  public ProcessLaunch cold() {
    if (!BareClientLaunch.hasAot()) {
      // Before JDK 25, no environment variable can turn the cache off.
      return new ProcessLaunch(withoutLauncher, Map.of());
    }
    var environment = new HashMap<>(javaHome());
    environment.put("JDK_JAVA_OPTIONS", "-XX:AOTMode=off");
    return new ProcessLaunch(command, environment);
  }

  private static Map<String, String> javaHome() {
    return Map.of("JAVA_HOME", System.getProperty("java.home"));
  }
}
