package org.atomicagents.benchmarks.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.atomicagents.benchmarks.stub.StubServer;

/**
 * The launch of a program that prints a response of the {@link StubServer}.
 *
 * @param environment the environment variables in addition to those of this process
 */
public record ProcessLaunch(List<String> command, Map<String, String> environment) {

  /**
   * Starts the process and returns the milliseconds until the first word of the response is read
   * from its output.
   */
  public double millisToFirstWord() throws IOException {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      readUntilFirstWord(out);
      long nanos = System.nanoTime() - start;
      out.readAllBytes();
      return nanos / 1e6;
    } finally {
      process.destroy();
    }
  }

  /** Runs the program to its end; its standard error is inherited. */
  void runOnce() throws IOException {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      readUntilFirstWord(out);
      out.readAllBytes();
    }
  }

  private void readUntilFirstWord(InputStream out) throws IOException {
    byte[] word = StubServer.FIRST_WORD.getBytes(StandardCharsets.UTF_8);
    int matched = 0;
    while (matched < word.length) {
      int next = out.read();
      if (next < 0) {
        throw new IOException(
            "expected the response in the output, found its end: " + String.join(" ", command));
      }
      matched = next == word[matched] ? matched + 1 : next == word[0] ? 1 : 0;
    }
  }
}
