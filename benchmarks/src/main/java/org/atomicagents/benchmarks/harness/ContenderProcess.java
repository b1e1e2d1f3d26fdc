package org.atomicagents.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.benchmarks.contender.ContenderMain;
import org.atomicagents.benchmarks.load.LoadResult;
import org.atomicagents.benchmarks.measure.JvmProcess;

/** A contender or load client in its own process. */
final class ContenderProcess implements AutoCloseable {
  private final String name;
  private final Process process;
  private final BufferedReader results;
  private final PrintWriter commands;

  private ContenderProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.results = process.inputReader(StandardCharsets.UTF_8);
    this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /** Starts a contender's process; {@link #awaitReady()} waits until it is ready. */
  static ContenderProcess start(String name, List<String> arguments) throws IOException {
    return start(ContenderMain.class, List.of(), name, arguments);
  }

  /** Starts a process of a main class with additional JVM flags. */
  static ContenderProcess start(
      Class<?> main, List<String> flags, String name, List<String> arguments) throws IOException {
    var allFlags = new ArrayList<>(List.of("-Xmx1g"));
    allFlags.addAll(flags);
    var allArguments = new ArrayList<>(List.of(name));
    allArguments.addAll(arguments);
    return new ContenderProcess(name, process(main, allFlags, name, allArguments));
  }

  /** Starts a process of a main class with the class path, or the language, of a contender. */
  static Process process(
      Class<?> main, List<String> flags, String contender, List<String> arguments)
      throws IOException {
    Optional<PeerLibrary> library = PeerLibrary.of(contender);
    if (library.isPresent()) {
      return library.orElseThrow().start(main, flags, arguments);
    }
    var command = new ArrayList<>(flags);
    command.add(main.getName());
    command.addAll(arguments);
    return JvmProcess.start(command);
  }

  String name() {
    return name;
  }

  void awaitReady() throws IOException {
    if (!"ready".equals(results.readLine())) {
      throw new IOException("The process of '" + name + "' did not start; see its output above.");
    }
  }

  /**
   * Warms up the contender for a duration within these bounds; returns whether the JIT compiler had
   * nothing left to do.
   */
  boolean warmUp(Duration min, Duration max) throws IOException {
    return Double.parseDouble(execute("warm " + min.toMillis() + " " + max.toMillis())) > 0;
  }

  /**
   * Warms up the load client with calls to another server, for a duration within these bounds;
   * returns whether the JIT compiler had nothing left to do.
   */
  boolean warmUp(URI server, Duration min, Duration max) throws IOException {
    String command = "warm " + min.toMillis() + " " + max.toMillis() + " " + server;
    return Double.parseDouble(execute(command)) > 0;
  }

  /** Returns the figure of one measurement; the other processes are idle meanwhile. */
  double measure(String measurement, Duration time) throws IOException {
    return Double.parseDouble(execute(measurement + " " + time.toMillis()));
  }

  /** Returns the result of the burst that the command starts. */
  LoadResult burst(String command) throws IOException {
    return LoadResult.parse(execute(command));
  }

  private String execute(String command) throws IOException {
    commands.println(command);
    String result = results.readLine();
    if (result == null) {
      throw new IOException("The process of '" + name + "' ended during the command: " + command);
    }
    return result;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
