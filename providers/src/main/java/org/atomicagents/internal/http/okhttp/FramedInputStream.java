package org.atomicagents.internal.http.okhttp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The input of a connection, which returns no byte beyond the end of the current HTTP/1.1 response.
 *
 * <p>The HTTP library reads ahead into a buffer and takes the rest of it for the response to the
 * next request. Here the bytes behind a response stay in this stream, and {@link #isReusable()}
 * returns false when the connection is about to be used again.
 *
 * <p>Used by one call at a time. Not thread-safe.
 */
final class FramedInputStream extends InputStream {
  private static final byte[] EMPTY = {};

  private final InputStream in;
  private final HeadScanner head = new HeadScanner();
  private Frame frame = Frame.UNLIMITED;
  private long remaining;
  private ChunkScanner chunks = new ChunkScanner();
  private byte[] pending = EMPTY;
  private int pendingStart;
  private boolean lastReadWasPending;
  private boolean isLast;
  private boolean isReusable = true;
  private int heads;

  /** The part of a response that is read next. */
  private enum Frame {
    /** The end of the connection ends the response, or the protocol is not HTTP/1.1. */
    UNLIMITED,
    HEAD,
    LENGTH,
    CHUNKS,
    ENDED
  }

  FramedInputStream(InputStream in) {
    this.in = in;
  }

  /** Begins to read the head of a response; the head of an interim response may precede it. */
  void beginHead() {
    boolean complete = frame == Frame.ENDED || frame == Frame.UNLIMITED;
    isReusable = isReusable && complete && !isLast && pendingStart == pending.length;
    head.reset();
    frame = Frame.HEAD;
    heads++;
  }

  /** Begins to read a body of a known length. */
  void beginBody(long length) {
    remaining = length;
    frame = length == 0 ? Frame.ENDED : Frame.LENGTH;
  }

  /** Begins to read a chunked body. */
  void beginChunks() {
    chunks = new ChunkScanner();
    frame = Frame.CHUNKS;
  }

  /** Begins to read a body that the end of the connection ends. */
  void beginUnlimited() {
    frame = Frame.UNLIMITED;
  }

  /** Excludes further responses after the current one. */
  void preventReuse() {
    isLast = true;
  }

  /**
   * Returns whether the current head may be read: false if the previous response was not read to
   * its end, or bytes were received behind it, or {@link #preventReuse()} was called.
   */
  boolean isReusable() {
    return isReusable;
  }

  /** Returns whether the current head is not the first one of the connection. */
  boolean isReused() {
    return heads > 1;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    int count = read(single, 0, 1);
    return count < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    // The library reads a response even if it could not send the request.
    if (!isReusable) {
      throw new IOException("the connection cannot be used again");
    }
    int max = frame == Frame.LENGTH ? (int) Math.min(length, remaining) : length;
    int count = fill(target, offset, max);
    if (count <= 0) {
      return count;
    }
    int framed =
        switch (frame) {
          case UNLIMITED -> count;
          case HEAD -> headBytes(target, offset, count);
          case LENGTH -> lengthBytes(count);
          case CHUNKS -> chunkBytes(target, offset, count);
          case ENDED -> throw new IOException("the server sent bytes after its response");
        };
    putBack(target, offset + framed, count - framed);
    return framed;
  }

  private int headBytes(byte[] bytes, int offset, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      if (head.scan(bytes[offset + i])) {
        return i + 1;
      }
    }
    return count;
  }

  private int lengthBytes(int count) {
    remaining -= count;
    if (remaining == 0) {
      frame = Frame.ENDED;
    }
    return count;
  }

  private int chunkBytes(byte[] bytes, int offset, int count) {
    int framed = chunks.scan(bytes, offset, count);
    if (chunks.isEnded()) {
      frame = Frame.ENDED;
    }
    return framed;
  }

  private int fill(byte[] target, int offset, int length) throws IOException {
    int available = pending.length - pendingStart;
    lastReadWasPending = available > 0;
    if (!lastReadWasPending) {
      return in.read(target, offset, length);
    }
    int count = Math.min(available, length);
    System.arraycopy(pending, pendingStart, target, offset, count);
    pendingStart += count;
    return count;
  }

  private void putBack(byte[] bytes, int from, int count) {
    if (lastReadWasPending) {
      pendingStart -= count;
    } else if (count > 0) {
      pending = Arrays.copyOfRange(bytes, from, from + count);
      pendingStart = 0;
    }
    if (pendingStart == pending.length) {
      pending = EMPTY;
      pendingStart = 0;
    }
  }

  @Override
  public int available() throws IOException {
    int available = pending.length - pendingStart;
    return available > 0 ? available : in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
