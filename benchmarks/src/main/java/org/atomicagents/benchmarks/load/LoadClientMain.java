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
 * The process of one caller: makes the bursts that it is told, line by line, and answers each with
 * the {@link LoadResult}'s line.
 */
public final class LoadClientMain {
  private LoadClientMain() {}

  /** The arguments are the caller's name, the server, the number of threads and the script. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    String expected = StubScript.parse(List.of(args).subList(3, args.length)).text();
    try (LoadClient caller =
        LoadClients.of(args[0], URI.create(args[1]), Integer.parseInt(args[2]), expected)) {
      serve(new LoadGenerator(caller), answers);
    }
  }

  private static void serve(LoadGenerator load, PrintStream answers) throws IOException {
    answers.println("ready");
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answers.println(burst(load, line.split(" ")).line());
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
          throw new IllegalArgumentException("command: expected a known one, found " + words[0]);
    };
  }
}
