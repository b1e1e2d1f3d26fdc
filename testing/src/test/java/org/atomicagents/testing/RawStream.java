package org.atomicagents.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A streamed answer as it comes over a plain socket, HTTP chunk by HTTP chunk. */
final class RawStream implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  RawStream(SimulatedProvider provider, ObjectNode request) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), provider.baseUrl().getPort());
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream());
    byte[] body = request.put("stream", true).toString().getBytes(StandardCharsets.UTF_8);
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
