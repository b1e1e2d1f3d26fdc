package org.atomicagents.internal.http.okhttp;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.atomicagents.internal.http.RequestContent;
import org.jspecify.annotations.Nullable;

/**
 * A body that the HTTP library does not resend on its own once it has begun to send it: the server
 * may already be processing the request, and would charge for it twice.
 *
 * <p>Thread-safe.
 */
final class OneShotBody extends RequestBody {
  private final RequestContent content;
  private volatile boolean isStarted;

  OneShotBody(RequestContent content) {
    this.content = content;
  }

  /** Allows sending the body again, because the server has not processed it. */
  void allowResend() {
    isStarted = false;
  }

  @Override
  public @Nullable MediaType contentType() {
    return null;
  }

  @Override
  public long contentLength() {
    return content.length();
  }

  @Override
  public boolean isOneShot() {
    return isStarted;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    isStarted = true;
    content.writeTo(sink.outputStream());
  }
}
