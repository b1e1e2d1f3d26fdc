package org.atomicagents.benchmarks.stub;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.benchmarks.measure.JvmProcess;

/** A running {@link StubServer} or {@link TlsStubServer}. */
public final class StubProcess implements AutoCloseable {
  private final Process process;
  private final URI baseUrl;

  private StubProcess(Process process, URI baseUrl) {
    this.process = process;
    this.baseUrl = baseUrl;
  }

  /** Starts an HTTP/1.1 server and returns it. */
  public static StubProcess start(StubScript script) throws IOException {
    var arguments = new ArrayList<>(List.of("-Xmx512m", StubServer.class.getName()));
    arguments.addAll(script.arguments());
    return start("http", arguments);
  }

  /**
   * Starts an HTTP/2 server over TLS with a maximum number of streams per connection, and returns
   * it.
   */
  public static StubProcess start(StubScript script, LocalhostCertificate key, int streams)
      throws IOException {
    var arguments =
        new ArrayList<>(
            List.of(
                "-Xmx1g",
                TlsStubServer.class.getName(),
                key.file().toString(),
                String.valueOf(streams)));
    arguments.addAll(script.arguments());
    return start("https", arguments);
  }

  /** Starts an HTTP/1.1 server over TLS and returns it. */
  public static StubProcess startHttp1(StubScript script, LocalhostCertificate key)
      throws IOException {
    return start(script, key, TlsStubServer.HTTP1_ONLY);
  }

  private static StubProcess start(String scheme, List<String> arguments) throws IOException {
    Process process = JvmProcess.start(arguments);
    String port = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (port == null) {
      throw new IOException("The stub server did not start; see its output above.");
    }
    return new StubProcess(process, URI.create(scheme + "://127.0.0.1:" + port + "/v1"));
  }

  /** Returns the base URL, without {@code /chat/completions}. */
  public URI baseUrl() {
    return baseUrl;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
