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

/** An HTTP/2 connection as it comes over a socket, frame by frame, with or without TLS. */
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

  /** One frame, as received; its payload is shorter than its length where the connection ended. */
  record Frame(int length, int type, int flags, int stream, ByteBuffer payload) {

    boolean endsStream() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    String text() {
      return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    /** The 32 bits that start at this place. */
    int number(int at) {
      return payload.getInt(at);
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
    // Room for all that the server may want to send.
    write(WINDOW_UPDATE, 0, 0, new byte[] {0x40, 0, 0, 0});
  }

  /** Asks for a streamed answer, and gives back the stream's id. */
  int ask(ObjectNode request) throws IOException {
    return send(request.put("stream", true));
  }

  /** Sends a request, and gives back the stream's id. */
  int send(ObjectNode request) throws IOException {
    lastStream += 2;
    byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
    write(HEADERS, END_HEADERS, lastStream, head(body.length));
    write(DATA, END_STREAM, lastStream, body);
    return lastStream;
  }

  /** Sends the head of a request whose body doesn't follow, and gives back the stream's id. */
  int begin() throws IOException {
    lastStream += 2;
    write(HEADERS, END_HEADERS, lastStream, head(1));
    return lastStream;
  }

  /** Gives up a stream. */
  void cancel(int stream) throws IOException {
    write(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
  }

  /** What remains of a stream's answer, up to the end of the stream. */
  String body(int stream) throws IOException {
    var body = new StringBuilder();
    Frame frame = null;
    while (frame == null || !frame.endsStream()) {
      frame = next();
      if (frame.stream != stream || frame.type > HEADERS) {
        throw new AssertionError("Expected an answer on stream " + stream + ", found " + frame);
      }
      body.append(frame.type == DATA ? frame.text() : "");
    }
    return body.toString();
  }

  /** Whether nothing more comes than the end of the connection. */
  boolean isAtEnd() throws IOException {
    return in.read() == -1;
  }

  /** The next frame that isn't about the connection's settings, windows or liveliness. */
  Frame next() throws IOException {
    Frame frame = any();
    while (frame.type == SETTINGS || frame.type == WINDOW_UPDATE || frame.type == PING) {
      frame = any();
    }
    return frame;
  }

  /** The next frame, whatever it is. */
  Frame any() throws IOException {
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

  // RFC 7541, appendix A: the places of known fields in the static table.
  private byte[] head(int length) {
    var head = new ByteArrayOutputStream();
    head.write(0x80 | 3); // :method POST
    head.write(0x80 | (socket instanceof SSLSocket ? 7 : 6)); // :scheme
    literal(head, 4, "/v1/chat/completions"); // :path
    literal(head, 1, "localhost:" + socket.getPort()); // :authority
    literal(head, 28, Integer.toString(length)); // content-length
    return head.toByteArray();
  }

  // RFC 7541, 6.2.2: a literal field without indexing, whose name is known.
  private static void literal(ByteArrayOutputStream head, int name, String value) {
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
