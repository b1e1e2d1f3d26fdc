package org.atomicagents.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.atomicagents.cli.command.CommandEnvironment;
import org.atomicagents.testing.SimulatedProvider;

/**
 * The runs from which the launcher creates its start-up caches: a cache contains the classes of the
 * process that executes them.
 *
 * <p>The server of the simulated model needs 1,500 classes, which would delay the start of every
 * command with another model. It is a process of its own in the training for these commands.
 */
final class StartupTraining {
  private static final String TRAINING = "atomic.training";
  private static final String INPUT = "{\"text\":\"a\"}";

  private StartupTraining() {}

  /** Returns whether the launcher has started this process to create a cache. */
  static boolean isRequested() {
    return System.getProperty(TRAINING) != null;
  }

  /**
   * Runs the demo and an agent file, and returns the exit code.
   *
   * @param simulated whether the cache is for commands with the simulated model
   */
  static int run(CommandEnvironment environment, boolean simulated) {
    String agent = System.getProperty(TRAINING);
    if (simulated) {
      return Math.max(
          Main.run(environment, "demo", "--model", "simulated", "--no-delay"),
          Main.run(environment, "run", agent, "--verbose", "--input", INPUT));
    }
    Process server = startServer();
    try {
      String model = url(server) + "#simulated";
      return Math.max(
          Main.run(environment, "demo", "--model", model),
          Main.run(environment, "run", agent, "--model", model, "--verbose", "--input", INPUT));
    } finally {
      server.destroy();
    }
  }

  private static Process startServer() {
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Server.class.getName())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String url(Process server) {
    try {
      String url = server.inputReader(StandardCharsets.UTF_8).readLine();
      if (url == null) {
        throw new IllegalStateException("training: the server of the simulated model has ended");
      }
      return url;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process of the simulated model; ends with the process that has started it. */
  static final class Server {
    private Server() {}

    /** Prints the base URL and serves until standard input ends. */
    public static void main(String[] arguments) throws IOException {
      try (SimulatedProvider provider = SimulatedProvider.builder().start()) {
        System.out.println(provider.baseUrl());
        System.in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}
