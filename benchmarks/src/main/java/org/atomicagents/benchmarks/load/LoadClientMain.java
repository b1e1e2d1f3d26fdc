package org.atomicagents.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.atomicagents.benchmarks.stub.StubScript;

/**
 * The process of one load client: executes commands from standard input, one burst per line, and
 * prints each {@link LoadResult} as a line.
 */
public final class LoadClientMain {
  private final String name;
  private final int callers;
  private final String expected;

  private LoadClientMain(List<String> arguments) {
    this.name = arguments.get(0);
    this.callers = Integer.parseInt(arguments.get(2));
    this.expected = StubScript.parse(arguments.subList(3, arguments.size())).text();
  }

  /**
   * Runs the process; the arguments are the client's name, the server, the number of threads and
   * the script.
   */
  public static void main(String[] args) throws IOException {
    PrintStream results = System.out;
    System.setOut(System.err);
    var process = new LoadClientMain(List.of(args));
    try (LoadClient client = process.client(args[1])) {
      process.serve(new LoadGenerator(client), results);
    }
  }

  private LoadClient client(String server) {
    return LoadClients.of(name, URI.create(server), callers, expected);
  }

  private void serve(LoadGenerator load, PrintStream results) throws IOException {
    results.println("ready");
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals("warm")) {
        results.println(warmUp(words));
      } else {
        results.println(burst(load, words).line());
      }
    }
  }

  private double warmUp(String[] words) throws IOException {
    try (LoadClient client = client(words[3])) {
      return new LoadGenerator(client)
          .warmUp(
              Duration.ofMillis(Long.parseLong(words[1])),
              Duration.ofMillis(Long.parseLong(words[2])));
    }
  }

  private static LoadResult burst(LoadGenerator load, String[] words) {
    int count = Integer.parseInt(words[1]);
    return switch (words[0]) {
      case "sequence" -> load.sequence(count);
      case "calls" -> load.calls(count);
      case "sized" -> load.sized(count, Integer.parseInt(words[2]));
      case "streams" ->
          load.streams(
              count, Integer.parseInt(words[2]), Duration.ofMillis(Long.parseLong(words[3])));
      default ->
          throw new IllegalArgumentException(
              "command: expected warm, sequence, calls, sized or streams, found " + words[0]);
    };
  }
}
