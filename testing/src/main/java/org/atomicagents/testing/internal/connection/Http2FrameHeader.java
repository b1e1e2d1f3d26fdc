package org.atomicagents.testing.internal.connection;

import io.helidon.common.buffers.BufferData;

/** The header of an HTTP/2 frame (RFC 9113, 4.1), with frame types and flags. */
record Http2FrameHeader(int length, int type, int flags, int stream) {
  static final int HEADER_LENGTH = 9;
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int GOAWAY = 7;
  static final int ACK = 1;

  private static final int END_STREAM = 1;

  /** Returns the header at the start of a buffer; does not consume bytes. */
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

  // Some buffer implementations return signed bytes.
  private static int unsigned(BufferData buffer, int index) {
    return buffer.get(index) & 0xff;
  }

  boolean endsStream() {
    return type == RST_STREAM || (type <= HEADERS && (flags & END_STREAM) != 0);
  }

  /** Returns a GOAWAY frame without error; streams after {@code lastStream} are unprocessed. */
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
