package org.atomicagents.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts Java processes with this process's JDK. The system property {@code atomic.flags} contains
 * JVM flags for all of them.
 */
public final class JvmProcess {
  private JvmProcess() {}

  /** Starts a process and returns it; its standard error is inherited. */
  public static Process start(List<String> arguments) throws IOException {
    return start(System.getProperty("java.class.path"), arguments);
  }

  /** Starts a process with another class path and returns it; its standard error is inherited. */
  public static Process start(String classPath, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.jboss.logging.provider=slf4j");
    command.addAll(flags());
    command.add("-cp");
    command.add(classPath);
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static List<String> flags() {
    String flags = System.getProperty("atomic.flags", "");
    return flags.isBlank() ? List.of() : List.of(flags.split(" ", -1));
  }
}
