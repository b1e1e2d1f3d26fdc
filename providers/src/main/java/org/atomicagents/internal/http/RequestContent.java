package org.atomicagents.internal.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * The body of a request, which is written each time the request is sent.
 *
 * <p>Immutable and thread-safe: each write produces the same bytes.
 */
public interface RequestContent {

  /** Returns the number of bytes that {@link #writeTo} writes. */
  long length();

  /**
   * Writes the body.
   *
   * @throws IOException if the target fails
   */
  void writeTo(OutputStream target) throws IOException;

  /** Returns a body in memory, which must not be modified afterwards. */
  static RequestContent of(byte[] bytes) {
    Objects.requireNonNull(bytes, "body");
    return new RequestContent() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void writeTo(OutputStream target) throws IOException {
        target.write(bytes);
      }
    };
  }
}
