package org.atomicagents.testing.internal.connection;

import io.helidon.common.buffers.BufferData;

/** The head of an HTTP/2 frame (RFC 9113, 4.1), and the numbers that go with it. */
record Http2FrameHeader(int length, int type, int flags, int stream) {
  static final int HEADER_LENGTH = 9;
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int GOAWAY = 7;
  static final int ACK = 1;

  private static final int END_STREAM = 1;

  /** The head that a buffer begins with; nothing of the buffer is used up. */
  static Http2FrameHeader of(BufferData buffer) {
    return new Http2FrameHeader(
        unsigned(buffer, 0) << 16 | unsigned(buffer, 1) << 8 | unsigned(buffer, 2),
        unsigned(buffer, 3),
        unsigned(buffer, 4),
        (unsigned(buffer, 5) & 0x7f) << 24
            | unsigned(buffer, 6) << 16
            | unsigned(buffer, 7) << 8
            | unsigned(buffer, 8));
  }

  // Some kinds of buffer give back signed bytes.
  private static int unsigned(BufferData buffer, int at) {
    return buffer.get(at) & 0xff;
  }

  boolean endsStream() {
    return type == RST_STREAM || (type <= HEADERS && (flags & END_STREAM) != 0);
  }

  /** A GOAWAY frame without an error: what came after this stream was left alone. */
  static BufferData goAway(int lastStream) {
    return BufferData.create(HEADER_LENGTH + 8)
        .writeInt24(8)
        .writeInt8(GOAWAY)
        .writeInt8(0)
        .writeInt32(0)
        .writeInt32(lastStream)
        .writeInt32(0);
  }
}
