package org.atomicagents.testing.internal.line;

import io.helidon.common.buffers.BufferData;

/** The head of an HTTP/2 frame (RFC 9113, 4.1), and the numbers that go with it. */
record Frame(int length, int type, int flags, int stream) {
  static final int HEAD = 9;
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int GOAWAY = 7;
  static final int ACK = 1;

  private static final int END_STREAM = 1;

  /** The head that a buffer begins with; nothing of the buffer is used up. */
  static Frame of(BufferData buffer) {
    return new Frame(
        buffer.get(0) << 16 | buffer.get(1) << 8 | buffer.get(2),
        buffer.get(3),
        buffer.get(4),
        (buffer.get(5) & 0x7f) << 24 | buffer.get(6) << 16 | buffer.get(7) << 8 | buffer.get(8));
  }

  boolean endsStream() {
    return type == RST_STREAM || (type <= HEADERS && (flags & END_STREAM) != 0);
  }

  /** A GOAWAY frame without an error: what came after this stream was left alone. */
  static BufferData goAway(int lastStream) {
    return BufferData.create(HEAD + 8)
        .writeInt24(8)
        .writeInt8(GOAWAY)
        .writeInt8(0)
        .writeInt32(0)
        .writeInt32(lastStream)
        .writeInt32(0);
  }
}
