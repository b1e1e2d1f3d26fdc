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
  private LoadClientMain() {}

  /**
   * Runs the process; the arguments are the client's name, the server, the number of threads and
   * the script.
   */
  public static void main(String[] args) throws IOException {
    PrintStream results = System.out;
    System.setOut(System.err);
    String expected = StubScript.parse(List.of(args).subList(3, args.length)).text();
    try (LoadClient client =
        LoadClients.of(args[0], URI.create(args[1]), Integer.parseInt(args[2]), expected)) {
      serve(new LoadGenerator(client), results);
    }
  }

  private static void serve(LoadGenerator load, PrintStream results) throws IOException {
    results.println("ready");
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      results.println(burst(load, line.split(" ")).line());
    }
  }

  private static LoadResult burst(LoadGenerator load, String[] words) {
    int count = Integer.parseInt(words[1]);
    return switch (words[0]) {
      case "sequence" -> load.sequence(count);
      case "calls" -> load.calls(count);
      case "streams" ->
          load.streams(
              count, Integer.parseInt(words[2]), Duration.ofMillis(Long.parseLong(words[3])));
      default ->
          throw new IllegalArgumentException(
              "command: expected sequence, calls or streams, found " + words[0]);
    };
  }
}
