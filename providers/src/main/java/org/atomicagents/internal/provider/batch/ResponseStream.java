package org.atomicagents.internal.provider.batch;

import java.io.InputStream;
import org.atomicagents.internal.http.pool.HttpResponse;

/** The body of a response as a stream of the standard library. Not thread-safe. */
final class ResponseStream extends InputStream {
  private final HttpResponse response;

  ResponseStream(HttpResponse response) {
    this.response = response;
  }

  @Override
  public int read() {
    var single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    return length == 0 ? 0 : response.read(target, offset, length);
  }
}
