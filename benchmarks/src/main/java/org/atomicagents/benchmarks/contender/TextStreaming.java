package org.atomicagents.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.atomicagents.benchmarks.load.LoadClient;
import org.atomicagents.benchmarks.load.LoadClients;
import org.atomicagents.benchmarks.stub.StubScript;

/** One fast stream after the other, of which the text is read. */
final class TextStreaming implements Contender {
  private static final String DONE = "done";

  private final LoadClient caller;

  private TextStreaming(LoadClient caller) {
    this.caller = caller;
  }

  static TextStreaming by(String caller, URI baseUrl) {
    return new TextStreaming(LoadClients.of(caller, baseUrl, 1, StubScript.of("report").text()));
  }

  @Override
  public Object call() {
    try {
      caller.stream(() -> {});
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
  public void close() {
    try {
      caller.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
