package org.atomicagents.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A streamed answer as it comes over a plain socket, HTTP chunk by HTTP chunk. */
final class RawHttpStream implements AutoCloseable {
  /** The last bytes of a connection, and whether a reset ended it. */
  record Remains(String text, boolean reset) {}

  private final Socket socket;
  private final InputStream in;

  /** Asks for a streamed answer. */
  RawHttpStream(SimulatedProvider provider, ObjectNode request) throws IOException {
    this(provider);
    send(request.put("stream", true));
  }

  /** Asks nothing yet. */
  RawHttpStream(SimulatedProvider provider) throws IOException {
    socket = TrustedCertificates.connect(provider, "http/1.1");
    in = new BufferedInputStream(socket.getInputStream());
  }

  void send(ObjectNode request) throws IOException {
    byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
            .formatted(body.length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
  }

  /** The response's status line and headers. */
  String head() throws IOException {
    var head = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      head.append(line.toLowerCase(Locale.ROOT)).append('\n');
    }
    return head.toString();
  }

  /** The content of the next HTTP chunk; empty at the end of the response. */
  String chunk() throws IOException {
    byte[] content = in.readNBytes(Integer.parseInt(line(), 16));
    line();
    return new String(content, StandardCharsets.UTF_8);
  }

  /** A body of this length. */
  String bytes(int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /** The whole of a chunked body. */
  String chunks() throws IOException {
    var body = new StringBuilder();
    for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
      body.append(chunk);
    }
    return body.toString();
  }

  /** What comes until the connection is at its end. */
  Remains remains() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try {
      in.transferTo(bytes);
      return new Remains(bytes.toString(StandardCharsets.UTF_8), false);
    } catch (SocketException reset) {
      return new Remains(bytes.toString(StandardCharsets.UTF_8), true);
    }
  }

  /** The next byte, as a character. */
  char character() throws IOException {
    return (char) in.read();
  }

  /** Whether bytes wait to be read. */
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  /** Whether the connection ends before the response does. */
  boolean breaksOff() throws IOException {
    try {
      return in.readAllBytes().length == 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Closes at once with a reset, as a client does that crashes. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("The connection ended in the middle of a line.");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }
}
