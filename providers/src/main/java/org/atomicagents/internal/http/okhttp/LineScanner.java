package org.atomicagents.internal.http.okhttp;

/**
 * Finds the empty line that ends the headers or the trailers of a message.
 *
 * <p>A line ends with LF or CR LF, as for the HTTP library. Not thread-safe.
 */
final class LineScanner {
  private long length;
  private boolean endsWithCr;

  void reset() {
    length = 0;
    endsWithCr = false;
  }

  /** Scans a byte; returns whether it ends an empty line. */
  boolean endsEmptyLine(byte b) {
    if (b == '\n') {
      boolean empty = length == 0 || (length == 1 && endsWithCr);
      reset();
      return empty;
    }
    length++;
    endsWithCr = b == '\r';
    return false;
  }
}
