package org.atomicagents.benchmarks.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.atomicagents.benchmarks.stub.StubServer;

/**
 * A program to start, which prints an answer of the {@link StubServer}.
 *
 * @param environment variables besides those of this process
 */
public record ProcessLaunch(List<String> command, Map<String, String> environment) {

  /** From the start of the process until the answer's first word was read from its output. */
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

  /** Runs to the end, and shows what it says on standard error. */
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
        throw new IOException("It ended without the answer: " + String.join(" ", command));
      }
      matched = next == word[matched] ? matched + 1 : next == word[0] ? 1 : 0;
    }
  }
}
