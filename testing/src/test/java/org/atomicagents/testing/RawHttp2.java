package org.atomicagents.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import tools.jackson.databind.node.ObjectNode;

/** An HTTP/2 connection as it comes over a socket, frame by frame, with or without TLS. */
final class RawHttp2 implements AutoCloseable {
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

  /** One frame, as received. */
  record Frame(int type, int flags, int stream, ByteBuffer payload) {

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

  RawHttp2(SimulatedProvider provider) throws IOException {
    socket = connect(provider);
    socket.setSoTimeout(30_000);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
    out.write(PREFACE);
    write(SETTINGS, 0, 0, new byte[0]);
  }

  private static Socket connect(SimulatedProvider provider) throws IOException {
    int port = provider.baseUrl().getPort();
    if (provider.baseUrl().getScheme().equals("http")) {
      return new Socket(InetAddress.getLoopbackAddress(), port);
    }
    SSLSocket socket =
        (SSLSocket)
            Trust.of(provider)
                .sslSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    if (!socket.getApplicationProtocol().equals("h2")) {
      throw new AssertionError("The server chose " + socket.getApplicationProtocol());
    }
    return socket;
  }

  /** Asks for a streamed answer, and gives back the stream's id. */
  int ask(ObjectNode request) throws IOException {
    lastStream += 2;
    byte[] body = request.put("stream", true).toString().getBytes(StandardCharsets.UTF_8);
    write(HEADERS, END_HEADERS, lastStream, head(body.length));
    write(DATA, END_STREAM, lastStream, body);
    return lastStream;
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
    return new Frame(lengthAndType & 0xff, flags, stream, ByteBuffer.wrap(payload));
  }

  private void write(int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeInt(payload.length << 8 | type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    out.flush();
  }

  private byte[] head(int length) {
    var head = new ByteArrayOutputStream();
    literal(head, ":method", "POST");
    literal(head, ":scheme", socket instanceof SSLSocket ? "https" : "http");
    literal(head, ":path", "/v1/chat/completions");
    literal(head, ":authority", "localhost:" + socket.getPort());
    literal(head, "content-length", Integer.toString(length));
    return head.toByteArray();
  }

  // RFC 7541, 6.2.2: a literal field without indexing, whose name is new; both shorter than 127.
  private static void literal(ByteArrayOutputStream head, String name, String value) {
    head.write(0);
    head.write(name.length());
    head.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    head.write(value.length());
    head.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
