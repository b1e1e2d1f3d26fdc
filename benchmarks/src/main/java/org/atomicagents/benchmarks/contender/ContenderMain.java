package org.atomicagents.benchmarks.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The process of one side: does what it is told, line by line, and answers with figures.
 *
 * <p>A line is a measurement and its time in milliseconds, as in {@code time 150}. Between two
 * lines the process does nothing, so that the sides can take turns.
 */
public final class ContenderMain {
  private final Contender side;
  private final Sampler meter;

  private ContenderMain(Contender side) {
    this.side = side;
    this.meter = new Sampler(side);
  }

  /** Starts the side that the first argument names; the others are its own. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    try (Contender side = Contenders.of(args[0], List.of(args).subList(1, args.length))) {
      new ContenderMain(side).serve(answers);
    }
  }

  private void serve(PrintStream answers) throws IOException {
    meter.check();
    answers.println("ready");
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      answers.println(measured(words));
      meter.check();
    }
  }

  private double measured(String[] words) {
    Duration time = Duration.ofMillis(Long.parseLong(words[1]));
    return switch (words[0]) {
      case "warm" -> meter.warmUp(time, Duration.ofMillis(Long.parseLong(words[2])));
      case "time" -> meter.nanosPerCall(time);
      case "bytes" -> meter.bytesPerCall(time);
      case "cpu" -> meter.cpuNanosPerCall(time);
      case "rate" -> meter.callsPerSecond(time);
      default ->
          throw new IllegalArgumentException("command: expected a known one, found " + words[0]);
    };
  }

  @Override
  public String toString() {
    return "Worker[" + side + "]";
  }
}
