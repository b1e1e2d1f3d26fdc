package org.atomicagents.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/** One fast stream after the other, of which the text is read. */
final class StreamedText implements Side {
  private static final String DONE = "done";

  private final Caller caller;

  private StreamedText(Caller caller) {
    this.caller = caller;
  }

  static StreamedText by(String caller, URI baseUrl) {
    return new StreamedText(Callers.of(caller, baseUrl, 1, Script.of("report").text()));
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
