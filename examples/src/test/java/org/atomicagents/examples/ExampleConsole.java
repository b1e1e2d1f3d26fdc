package org.atomicagents.examples;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;

/** Runs an example with a simulated provider and captures its output. */
final class ExampleConsole {
  private ExampleConsole() {}

  @FunctionalInterface
  interface Example {
    void start(String... args) throws Exception;
  }

  /** Returns the lines that the example prints without user input. */
  static List<String> run(SimulatedProvider provider, Example example) {
    return run("", example, "--model", modelArgument(provider));
  }

  /** Returns the lines that the example prints for this user input. */
  static List<String> run(String input, Example example, String... args) {
    InputStream in = System.in;
    PrintStream out = System.out;
    var output = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
      example.start(args);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      System.setIn(in);
      System.setOut(out);
    }
    try (Stream<String> lines = output.toString(StandardCharsets.UTF_8).lines()) {
      return lines.toList();
    }
  }

  /** Returns the value of {@code --model} for the provider's model. */
  static String modelArgument(SimulatedProvider provider) {
    return provider.baseUrl() + "#some-model";
  }

  /** Returns the bodies of the requests that the provider has received. */
  static List<String> bodies(SimulatedProvider provider) {
    return provider.requests().stream().map(RecordedRequest::body).toList();
  }
}
