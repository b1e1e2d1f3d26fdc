package org.atomicagents.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.benchmarks.contender.ContenderMain;
import org.atomicagents.benchmarks.load.LoadResult;
import org.atomicagents.benchmarks.measure.JvmProcess;

/** A side in a process of its own. */
final class ContenderProcess implements AutoCloseable {
  private final String side;
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter commands;

  private ContenderProcess(String side, Process process) {
    this.side = side;
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /** Starts the process; {@link #awaitReady()} waits for it. */
  static ContenderProcess start(String side, List<String> arguments) throws IOException {
    return start(ContenderMain.class, List.of(), side, arguments);
  }

  /** Starts a process of this main class, its JVM with these flags besides the usual ones. */
  static ContenderProcess start(
      Class<?> main, List<String> flags, String side, List<String> arguments) throws IOException {
    var command = new ArrayList<>(List.of("-Xmx1g"));
    command.addAll(flags);
    command.addAll(List.of(main.getName(), side));
    command.addAll(arguments);
    return new ContenderProcess(side, JvmProcess.start(command));
  }

  String side() {
    return side;
  }

  void awaitReady() throws IOException {
    if (!"ready".equals(answers.readLine())) {
      throw new IOException("Side '" + side + "' did not start; what it said stands above.");
    }
  }

  /** Runs until it is as fast as it gets, within these bounds. */
  void warmUp(Duration least, Duration most) throws IOException {
    ask("warm " + least.toMillis() + " " + most.toMillis());
  }

  /** Waits for the figure of one measurement; the other sides do nothing meanwhile. */
  double measure(String what, Duration time) throws IOException {
    return Double.parseDouble(ask(what + " " + time.toMillis()));
  }

  /** Waits for the burst that the command is for. */
  LoadResult burst(String command) throws IOException {
    return LoadResult.parse(ask(command));
  }

  private String ask(String command) throws IOException {
    commands.println(command);
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("Side '" + side + "' ended while it was asked to: " + command);
    }
    return answer;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
