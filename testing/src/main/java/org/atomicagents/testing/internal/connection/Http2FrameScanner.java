package org.atomicagents.testing.internal.connection;

import io.helidon.common.buffers.BufferData;
import java.util.function.Consumer;

/** Finds frame headers in the bytes that an HTTP/2 client sends, however split; for one thread. */
final class Http2FrameScanner {
  private static final int PREFACE_LENGTH = 24;

  private final Consumer<Http2FrameHeader> consumer;
  private final byte[] header = new byte[Http2FrameHeader.HEADER_LENGTH];
  private int filled;
  private int skip = PREFACE_LENGTH;

  Http2FrameScanner(Consumer<Http2FrameHeader> consumer) {
    this.consumer = consumer;
  }

  void scan(byte[] bytes) {
    int offset = 0;
    while (offset < bytes.length) {
      if (skip > 0) {
        int skipped = Math.min(skip, bytes.length - offset);
        skip -= skipped;
        offset += skipped;
      } else {
        offset += fill(bytes, offset);
      }
    }
  }

  private int fill(byte[] bytes, int offset) {
    int count = Math.min(header.length - filled, bytes.length - offset);
    System.arraycopy(bytes, offset, header, filled, count);
    filled += count;
    if (filled == header.length) {
      filled = 0;
      Http2FrameHeader frame = Http2FrameHeader.of(BufferData.create(header.clone()));
      skip = frame.length();
      consumer.accept(frame);
    }
    return count;
  }
}
