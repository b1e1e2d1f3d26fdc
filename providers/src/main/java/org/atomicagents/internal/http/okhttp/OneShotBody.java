package org.atomicagents.internal.http.okhttp;

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
final class OneShotBody extends RequestBody {
  private final byte[] bytes;
  private volatile boolean isStarted;

  OneShotBody(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Nobody can have done anything with what was sent. */
  void allowResend() {
    isStarted = false;
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
    return isStarted;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    isStarted = true;
    sink.write(bytes);
  }
}
