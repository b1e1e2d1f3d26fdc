package org.atomicagents.benchmarks.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The process of one contender: executes commands from standard input and prints a figure for each.
 *
 * <p>A command is a measurement and its duration in milliseconds, as in {@code time 150}. The
 * process is idle between commands, so that the contenders can take turns.
 */
public final class ContenderMain {
  private final Contender contender;
  private final Sampler sampler;

  private ContenderMain(Contender contender) {
    this.contender = contender;
    this.sampler = new Sampler(contender);
  }

  /** Starts the contender that the first argument names; the other arguments are passed to it. */
  public static void main(String[] args) throws IOException {
    PrintStream results = System.out;
    System.setOut(System.err);
    try (Contender contender = Contenders.of(args[0], List.of(args).subList(1, args.length))) {
      new ContenderMain(contender).serve(results);
    }
  }

  private void serve(PrintStream results) throws IOException {
    sampler.check();
    results.println("ready");
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      results.println(measure(words));
      sampler.check();
    }
  }

  private double measure(String[] words) {
    Duration time = Duration.ofMillis(Long.parseLong(words[1]));
    return switch (words[0]) {
      case "warm" -> sampler.warmUp(time, Duration.ofMillis(Long.parseLong(words[2])));
      case "time" -> sampler.nanosPerCall(time);
      case "bytes" -> sampler.bytesPerCall(time);
      case "cpu" -> sampler.cpuNanosPerCall(time);
      case "rate" -> sampler.callsPerSecond(time);
      default ->
          throw new IllegalArgumentException(
              "command: expected warm, time, bytes, cpu or rate, found " + words[0]);
    };
  }

  @Override
  public String toString() {
    return "ContenderMain[" + contender + "]";
  }
}
