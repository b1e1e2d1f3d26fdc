package org.atomicagents.testing;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import tools.jackson.databind.node.ObjectNode;

/** An HTTP/2 connection over a raw socket, frame by frame, with or without TLS. */
final class RawHttp2Connection implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;

  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** A received frame; its payload is incomplete if the connection ended. */
  record Frame(int length, int type, int flags, int stream, ByteBuffer payload) {

    boolean endsStream() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    String text() {
      return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    /** Returns the 32-bit integer at an offset of the payload. */
    int number(int offset) {
      return payload.getInt(offset);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private int lastStream = -1;

  RawHttp2Connection(SimulatedProvider provider) throws IOException {
    socket = TrustedCertificates.connect(provider, "h2");
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    out.write(PREFACE);
    write(SETTINGS, 0, 0, new byte[0]);
    // A flow-control window that is large enough for every test.
    write(WINDOW_UPDATE, 0, 0, new byte[] {0x40, 0, 0, 0});
  }

  /** Requests a streamed response and returns the stream id. */
  int sendStreaming(ObjectNode request) throws IOException {
    return send(request.put("stream", true));
  }

  /** Sends a request and returns the stream id. */
  int send(ObjectNode request) throws IOException {
    lastStream += 2;
    byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
    write(HEADERS, END_HEADERS, lastStream, head(body.length));
    write(DATA, END_STREAM, lastStream, body);
    return lastStream;
  }

  /** Sends the headers of a request without its body and returns the stream id. */
  int begin() throws IOException {
    lastStream += 2;
    write(HEADERS, END_HEADERS, lastStream, head(1));
    return lastStream;
  }

  /** Resets a stream with {@code CANCEL}. */
  void cancel(int stream) throws IOException {
    write(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
  }

  /** Reads the body of a stream up to its end. */
  String body(int stream) throws IOException {
    var body = new StringBuilder();
    Frame frame = null;
    while (frame == null || !frame.endsStream()) {
      frame = next();
      if (frame.stream != stream || frame.type > HEADERS) {
        throw new AssertionError("Expected a response on stream " + stream + ", found " + frame);
      }
      body.append(frame.type == DATA ? frame.text() : "");
    }
    return body.toString();
  }

  /** Returns whether the connection ends without another byte. */
  boolean isAtEnd() throws IOException {
    return in.read() == -1;
  }

  /** Reads the next frame other than SETTINGS, WINDOW_UPDATE and PING. */
  Frame next() throws IOException {
    Frame frame = nextOfAnyType();
    while (frame.type == SETTINGS || frame.type == WINDOW_UPDATE || frame.type == PING) {
      frame = nextOfAnyType();
    }
    return frame;
  }

  /** Reads the next frame of any type. */
  Frame nextOfAnyType() throws IOException {
    int lengthAndType = in.readInt();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = in.readNBytes(lengthAndType >>> 8);
    return new Frame(
        lengthAndType >>> 8, lengthAndType & 0xff, flags, stream, ByteBuffer.wrap(payload));
  }

  private void write(int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeInt(payload.length << 8 | type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    out.flush();
  }

  // RFC 7541, appendix A: indexes of fields in the static table.
  private byte[] head(int length) {
    var head = new ByteArrayOutputStream();
    head.write(0x80 | 3); // :method POST
    head.write(0x80 | (socket instanceof SSLSocket ? 7 : 6)); // :scheme
    writeLiteral(head, 4, "/v1/chat/completions"); // :path
    writeLiteral(head, 1, "localhost:" + socket.getPort()); // :authority
    writeLiteral(head, 28, Integer.toString(length)); // content-length
    return head.toByteArray();
  }

  // RFC 7541, 6.2.2: a literal field without indexing, with an indexed name.
  private static void writeLiteral(ByteArrayOutputStream head, int name, String value) {
    if (name < 0xf) {
      head.write(name);
    } else {
      head.write(0xf);
      head.write(name - 0xf);
    }
    head.write(value.length());
    head.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
