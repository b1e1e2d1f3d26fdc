package org.atomicagents.internal.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A body that the HTTP library may not send again of itself once it has begun to: the server may be
 * at work on it, and would be paid twice.
 *
 * <p>Thread-safe.
 */
final class OnceBody extends RequestBody {
  private final byte[] bytes;
  private volatile boolean begun;

  OnceBody(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Nobody can have done anything with what was sent. */
  void untouched() {
    begun = false;
  }

  @Override
  public @Nullable MediaType contentType() {
    return null;
  }

  @Override
  public long contentLength() {
    return bytes.length;
  }

  @Override
  public boolean isOneShot() {
    return begun;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    begun = true;
    sink.write(bytes);
  }
}
