package org.atomicagents.internal.http.okhttp;

/**
 * Finds the end of a chunked body (RFC 9112, 7.1).
 *
 * <p>It accepts at least the bodies that the HTTP library accepts; the library reports malformed
 * ones. Not thread-safe.
 */
final class ChunkScanner {
  private final LineScanner trailers = new LineScanner();
  private Part part = Part.SIZE;
  private long size;

  private enum Part {
    SIZE,
    EXTENSION,
    DATA,
    DATA_END,
    TRAILERS,
    ENDED
  }

  boolean isEnded() {
    return part == Part.ENDED;
  }

  /** Scans bytes up to the end of the body; returns the number of bytes that belong to the body. */
  int scan(byte[] bytes, int offset, int count) {
    int scanned = 0;
    while (scanned < count && part != Part.ENDED) {
      if (part == Part.DATA) {
        int data = (int) Math.min(size, count - scanned);
        size -= data;
        scanned += data;
        if (size == 0) {
          part = Part.DATA_END;
        }
      } else {
        scan(bytes[offset + scanned]);
        scanned++;
      }
    }
    return scanned;
  }

  private void scan(byte b) {
    switch (part) {
      case SIZE -> scanSize(b);
      case EXTENSION -> {
        if (b == '\n') {
          beginChunk();
        }
      }
      case DATA_END -> {
        if (b == '\n') {
          part = Part.SIZE;
        }
      }
      case TRAILERS -> {
        if (trailers.endsEmptyLine(b)) {
          part = Part.ENDED;
        }
      }
      case DATA, ENDED -> throw new IllegalStateException("part: " + part);
    }
  }

  private void scanSize(byte b) {
    int digit = Character.digit(b, 16);
    if (digit >= 0) {
      size = (size << 4) | digit;
    } else if (b == '\n') {
      beginChunk();
    } else {
      part = Part.EXTENSION;
    }
  }

  private void beginChunk() {
    part = size > 0 ? Part.DATA : Part.TRAILERS;
  }
}
