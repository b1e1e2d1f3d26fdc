package org.atomicagents.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A running {@link StubServer}. */
final class StubProcess implements AutoCloseable {
  private final Process process;
  private final URI baseUrl;

  private StubProcess(Process process, URI baseUrl) {
    this.process = process;
    this.baseUrl = baseUrl;
  }

  /** Starts a server that says an {@code order} or an {@code answer}. */
  static StubProcess start(String said) throws IOException {
    Process process = Jvm.start(List.of("-Xmx256m", StubServer.class.getName(), said));
    String port = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (port == null) {
      throw new IOException("The stub server did not start; what it said stands above.");
    }
    return new StubProcess(process, URI.create("http://127.0.0.1:" + port + "/v1"));
  }

  /** What comes before {@code /chat/completions}. */
  URI baseUrl() {
    return baseUrl;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
