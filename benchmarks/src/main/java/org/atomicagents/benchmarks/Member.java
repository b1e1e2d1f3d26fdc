package org.atomicagents.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A side in a process of its own. */
final class Member implements AutoCloseable {
  private final String side;
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter commands;

  private Member(String side, Process process) {
    this.side = side;
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /** Starts the process; {@link #awaitReady()} waits for it. */
  static Member start(String side, List<String> arguments) throws IOException {
    return start(Worker.class, List.of(), side, arguments);
  }

  /** Starts a process of this main class, its JVM with these flags besides the usual ones. */
  static Member start(Class<?> main, List<String> flags, String side, List<String> arguments)
      throws IOException {
    var command = new ArrayList<>(List.of("-Xmx1g"));
    command.addAll(flags);
    command.addAll(List.of(main.getName(), side));
    command.addAll(arguments);
    return new Member(side, Jvm.start(command));
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
  Burst burst(String command) throws IOException {
    return Burst.parse(ask(command));
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
