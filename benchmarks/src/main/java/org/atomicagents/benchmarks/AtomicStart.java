package org.atomicagents.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts of {@code ./atomic demo} on the model of a local server. */
final class AtomicStart {
  private final List<String> command;
  private final List<String> withoutLauncher;

  AtomicStart(Path root, URI baseUrl) {
    List<String> demo = List.of("demo", "--model", baseUrl + "#stub");
    var direct = new ArrayList<>(BareStart.java());
    direct.addAll(List.of("-jar", root.resolve("cli/target/atomic.jar").toString()));
    direct.addAll(demo);
    this.withoutLauncher = List.copyOf(direct);
    var launched = new ArrayList<>(List.of(root.resolve("atomic").toString()));
    launched.addAll(demo);
    this.command = List.copyOf(launched);
  }

  /** Lets the launcher build what is missing and write its cache. */
  void prepare() throws IOException {
    cached().runOnce();
  }

  Start cached() {
    return new Start(command, javaHome());
  }

  /** The same start without the launcher's cache. */
  Start cold() {
    if (!BareStart.hasAot()) {
      // A JVM of this age can't be told from outside to leave the cache alone.
      return new Start(withoutLauncher, Map.of());
    }
    var environment = new HashMap<>(javaHome());
    environment.put("JDK_JAVA_OPTIONS", "-XX:AOTMode=off");
    return new Start(command, environment);
  }

  private static Map<String, String> javaHome() {
    return Map.of("JAVA_HOME", System.getProperty("java.home"));
  }
}
