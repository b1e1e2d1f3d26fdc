package org.atomicagents.benchmarks.contender;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.function.Function;

/**
 * A request that our agent sends, captured by a server that accepts one connection, so that the
 * baseline sends the same bytes in each protocol.
 */
final class RequestCapture {
  private static final String LENGTH = "content-length:";
  private static final int TIMEOUT_MILLIS = 10_000;

  private final String path;
  private final byte[] body;

  private RequestCapture(String path, byte[] body) {
    this.path = path;
    this.body = body;
  }

  /**
   * Returns the request of the first call.
   *
   * @param contenders returns our contender for a base URL; its call fails, as it gets no response
   * @throws IOException also if no request arrives within ten seconds
   */
  static RequestCapture of(URI baseUrl, Function<URI, Contender> contenders) throws IOException {
    String prefix = baseUrl.getPath();
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      URI url = URI.create("http://127.0.0.1:" + socket.getLocalPort() + prefix);
      Thread caller = Thread.startVirtualThread(() -> callOnce(contenders.apply(url)));
      try (Socket connection = socket.accept()) {
        connection.setSoTimeout(TIMEOUT_MILLIS);
        return read(prefix, connection.getInputStream());
      } finally {
        caller.interrupt();
      }
    }
  }

  private static void callOnce(Contender contender) {
    try (contender) {
      contender.call();
    } catch (Exception e) {
      // The server closes the connection without a response.
    }
  }

  private static RequestCapture read(String prefix, InputStream connection) throws IOException {
    var in = new BufferedInputStream(connection);
    String path = line(in).split(" ", -1)[1].substring(prefix.length());
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(header.substring(LENGTH.length()).strip());
      }
    }
    return new RequestCapture(path, in.readNBytes(length));
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Returns the path after the base URL. */
  String path() {
    return path;
  }

  byte[] body() {
    return body;
  }
}
