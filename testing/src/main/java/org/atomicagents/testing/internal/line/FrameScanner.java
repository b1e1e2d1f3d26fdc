package org.atomicagents.testing.internal.line;

import io.helidon.common.buffers.BufferData;
import java.util.function.Consumer;

/** Finds the heads of frames in what an HTTP/2 client sends, however it is split; one thread. */
final class FrameScanner {
  private static final int PREFACE = 24;

  private final Consumer<Frame> found;
  private final byte[] head = new byte[Frame.HEAD];
  private int filled;
  private int skip = PREFACE;

  FrameScanner(Consumer<Frame> found) {
    this.found = found;
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
      Frame frame = Frame.of(BufferData.create(head.clone()));
      skip = frame.length();
      found.accept(frame);
    }
    return taken;
  }
}
