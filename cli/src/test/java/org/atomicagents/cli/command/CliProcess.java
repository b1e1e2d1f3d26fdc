package org.atomicagents.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.cli.model.ModelService;

/** Starts the program as a process, without the keys and servers of the developer's environment. */
final class CliProcess {
  private static final List<String> RESET_SIGNALS = resetSignals();

  private CliProcess() {}

  /** Returns a builder of a process that receives the default signals. */
  static ProcessBuilder builder(Map<String, String> environment, String... arguments) {
    var command = new ArrayList<>(RESET_SIGNALS);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "org.atomicagents.cli.Main"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    for (ModelService service : ModelService.presets()) {
      service.keyVariables().forEach(builder.environment()::remove);
      builder.environment().put(service.urlVariable(), "http://127.0.0.1:1/v1");
    }
    builder.environment().putAll(environment);
    return builder;
  }

  /** Sends an interrupt, as Ctrl-C does. */
  static void interrupt(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  // A background process of a shell ignores interrupts, and so do its child processes.
  private static List<String> resetSignals() {
    List<String> reset = List.of("env", "--default-signal=INT");
    try {
      Process tried = new ProcessBuilder("env", "--default-signal=INT", "true").start();
      return tried.waitFor() == 0 ? reset : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
