package org.atomicagents.testing.internal.connection;

import io.helidon.common.buffers.BufferData;
import java.util.function.Consumer;

/** Finds the heads of frames in what an HTTP/2 client sends, however it is split; one thread. */
final class Http2FrameScanner {
  private static final int PREFACE_LENGTH = 24;

  private final Consumer<Http2FrameHeader> consumer;
  private final byte[] head = new byte[Http2FrameHeader.HEADER_LENGTH];
  private int filled;
  private int skip = PREFACE_LENGTH;

  Http2FrameScanner(Consumer<Http2FrameHeader> found) {
    this.consumer = found;
  }

  void scan(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      if (skip > 0) {
        int skipped = Math.min(skip, bytes.length - at);
        skip -= skipped;
        at += skipped;
      } else {
        at += fill(bytes, at);
      }
    }
  }

  private int fill(byte[] bytes, int at) {
    int taken = Math.min(head.length - filled, bytes.length - at);
    System.arraycopy(bytes, at, head, filled, taken);
    filled += taken;
    if (filled == head.length) {
      filled = 0;
      Http2FrameHeader frame = Http2FrameHeader.of(BufferData.create(head.clone()));
      skip = frame.length();
      consumer.accept(frame);
    }
    return taken;
  }
}
