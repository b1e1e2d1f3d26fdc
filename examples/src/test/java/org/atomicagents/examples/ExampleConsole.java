package org.atomicagents.examples;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.testing.SimulatedProvider;

/** Runs an example on a simulated provider, and keeps what it says. */
final class ExampleConsole {
  private ExampleConsole() {}

  @FunctionalInterface
  interface Example {
    void start(String... args);
  }

  /** The lines that the example prints when the user types nothing. */
  static List<String> run(SimulatedProvider provider, Example example) {
    return run("", example, "--model", name(provider));
  }

  /** The lines that the example prints when the user types {@code typed}. */
  static List<String> run(String typed, Example example, String... args) {
    InputStream in = System.in;
    PrintStream out = System.out;
    var said = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      example.start(args);
    } finally {
      System.setIn(in);
      System.setOut(out);
    }
    try (Stream<String> lines = said.toString(StandardCharsets.UTF_8).lines()) {
      return lines.toList();
    }
  }

  /** What names the provider's model on the command line. */
  static String name(SimulatedProvider provider) {
    return provider.baseUrl() + "#some-model";
  }
}
