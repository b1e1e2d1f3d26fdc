package org.atomicagents.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.atomicagents.benchmarks.documents.ReportDocument;
import org.atomicagents.benchmarks.load.LoadClient;
import org.atomicagents.benchmarks.load.LoadClients;
import org.atomicagents.benchmarks.stub.StubScript;

/** A load client's stream, read as text. */
final class TextStreaming implements Contender {
  private static final String DONE = "done";

  private final LoadClient client;

  private TextStreaming(LoadClient client) {
    this.client = client;
  }

  static TextStreaming of(String client, URI baseUrl) {
    return new TextStreaming(LoadClients.of(client, baseUrl, 1, StubScript.of("report").text()));
  }

  @Override
  public Object call() {
    try {
      client.stream(() -> {});
      return DONE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Object expected() {
    return DONE;
  }

  @Override
  public int batch() {
    return 1;
  }

  @Override
  public int operations() {
    return ReportDocument.EVENTS;
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
