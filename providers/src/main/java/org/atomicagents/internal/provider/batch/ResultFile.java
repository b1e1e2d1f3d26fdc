package org.atomicagents.internal.provider.batch;

import java.io.IOException;
import java.io.InputStream;

/** A downloaded file of results, which is deleted when it is closed. Idempotent. */
record ResultFile(TemporaryFile file) implements AutoCloseable {

  /** Returns a reader of its lines. */
  JsonLineReader lines(int maxLineBytes) {
    return new JsonLineReader(this, maxLineBytes);
  }

  /** Returns a reader of the objects in an array, which is the value of a field. */
  JsonArrayReader array(String field, int maxObjectBytes) {
    return new JsonArrayReader(this, field, maxObjectBytes);
  }

  /** Returns a stream of its bytes, which the caller closes. */
  InputStream open() {
    try {
      return file.input();
    } catch (IOException e) {
      throw file.failure("read", e);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
