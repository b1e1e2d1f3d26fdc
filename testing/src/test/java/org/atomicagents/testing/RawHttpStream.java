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

/** An HTTP/1.1 connection over a raw socket that reads a response chunk by chunk. */
final class RawHttpStream implements AutoCloseable {
  /** The last bytes of a connection, and whether it was reset. */
  record ConnectionEnd(String text, boolean reset) {}

  private final Socket socket;
  private final InputStream in;

  /** Connects and requests a streamed response. */
  RawHttpStream(SimulatedProvider provider, ObjectNode request) throws IOException {
    this(provider);
    send(request.put("stream", true));
  }

  /** Connects. */
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

  /** Reads the status line and the headers, in lower case. */
  String head() throws IOException {
    var head = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      head.append(line.toLowerCase(Locale.ROOT)).append('\n');
    }
    return head.toString();
  }

  /** Reads the next HTTP chunk; empty at the end of the response. */
  String chunk() throws IOException {
    byte[] content = in.readNBytes(Integer.parseInt(line(), 16));
    line();
    return new String(content, StandardCharsets.UTF_8);
  }

  /** Reads this number of bytes. */
  String bytes(int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /** Reads all HTTP chunks. */
  String chunks() throws IOException {
    var body = new StringBuilder();
    for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
      body.append(chunk);
    }
    return body.toString();
  }

  /** Reads all bytes up to the end of the connection. */
  ConnectionEnd readToEnd() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try {
      in.transferTo(bytes);
      return new ConnectionEnd(bytes.toString(StandardCharsets.UTF_8), false);
    } catch (SocketException reset) {
      return new ConnectionEnd(bytes.toString(StandardCharsets.UTF_8), true);
    }
  }

  /** Reads the next byte as a character. */
  char character() throws IOException {
    return (char) in.read();
  }

  /** Returns whether bytes are available. */
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  /** Returns whether the connection ends here or is reset, without further bytes. */
  boolean isBroken() throws IOException {
    try {
      return in.readAllBytes().length == 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Closes the connection with a reset, like a client that crashes. */
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
