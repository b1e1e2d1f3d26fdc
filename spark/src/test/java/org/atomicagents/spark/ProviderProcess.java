package org.atomicagents.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.support.JavaProcess;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;

/** A simulated provider in a process of its own, which counts its requests by their input. */
final class ProviderProcess implements AutoCloseable {
  private static final Pattern INPUT = Pattern.compile("ticket [0-9]{1,9}");
  private static final String END = "end";

  private final Process process;
  private final BufferedReader output;
  private final String baseUrl;

  private ProviderProcess(Process process) throws IOException {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.baseUrl = output.readLine();
  }

  /** Starts a provider that responds after a delay. */
  static ProviderProcess start(Duration delay) throws IOException {
    return new ProviderProcess(
        JavaProcess.start(ProviderProcess.class, Long.toString(delay.toMillis())));
  }

  String baseUrl() {
    return baseUrl;
  }

  /** Returns the number of requests of each input. */
  Map<String, Integer> requests() throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append("count\n").flush();
    var counts = new TreeMap<String, Integer>();
    for (String line = output.readLine(); !END.equals(line); line = output.readLine()) {
      if (line == null) {
        throw new IOException("The provider has ended.");
      }
      counts.merge(line, 1, Integer::sum);
    }
    return counts;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Runs the provider until its standard input ends. */
  public static void main(String[] arguments) throws IOException {
    try (var provider =
            SimulatedProvider.builder()
                .firstTokenDelay(Duration.ofMillis(Long.parseLong(arguments[0])))
                .tokensPerSecond(100_000)
                .start();
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println(provider.baseUrl());
      while (input.readLine() != null) {
        for (RecordedRequest request : provider.requests()) {
          Matcher matcher = INPUT.matcher(request.body());
          System.out.println(matcher.find() ? matcher.group() : "other");
        }
        System.out.println(END);
      }
    }
  }
}
