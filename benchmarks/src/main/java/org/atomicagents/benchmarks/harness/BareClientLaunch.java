package org.atomicagents.benchmarks.harness;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okio.Buffer;
import tools.jackson.core.JsonParser;

/** Launches {@link BareClient} with the launcher's flags and its own start-up cache. */
public final class BareClientLaunch {
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:CompileThresholdScaling=4",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-AOTReplayTraining",
          "-Xlog:disable");

  private final URI baseUrl;
  private final Path cache;

  public BareClientLaunch(URI baseUrl, Path cache) {
    this.baseUrl = baseUrl;
    this.cache = cache;
  }

  /** Runs the program once to write the cache. */
  public void prepare() throws IOException {
    start((hasAot() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + cache).runOnce();
  }

  /** Returns a launch with the start-up cache. */
  public ProcessLaunch cached() {
    return start((hasAot() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + cache);
  }

  private ProcessLaunch start(String cacheFlag) {
    var command = new ArrayList<>(java());
    command.add(cacheFlag);
    command.addAll(List.of("-cp", classPath(), BareClient.class.getName(), baseUrl.toString()));
    return new ProcessLaunch(command, Map.of());
  }

  /** Returns the java command with the launcher's flags. */
  static List<String> java() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    return command;
  }

  static boolean hasAot() {
    return Runtime.version().feature() >= 25;
  }

  // Each further jar on the class path would slow every start.
  private static String classPath() {
    return Stream.of(
            BareClient.class, OkHttpClient.class, Buffer.class, kotlin.Unit.class, JsonParser.class)
        .map(BareClientLaunch::jar)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String jar(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }
}
