package org.atomicagents.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An HTTP proxy that supports CONNECT only and requires credentials. */
public final class TunnelProxy implements AutoCloseable {
  private final ServerSocket server = new ServerSocket();
  private final Queue<String> heads = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final SocketRelay relay = new SocketRelay();
  private final String credentials;

  private TunnelProxy(String credentials) throws IOException {
    this.credentials = credentials;
    // A small buffer makes a writing client block soon.
    server.setReceiveBufferSize(4096);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    Thread.ofVirtual().start(this::accept);
  }

  public static TunnelProxy wanting(String credentials) throws IOException {
    return new TunnelProxy(credentials);
  }

  /** Stops relaying to servers until {@link #release()}. */
  void hold() {
    relay.hold();
  }

  void release() {
    relay.release();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Returns the heads of all CONNECT requests. */
  public List<String> heads() {
    return List.copyOf(heads);
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String head = readHead(socket.getInputStream());
      heads.add(head);
      OutputStream out = socket.getOutputStream();
      if (!head.contains("Proxy-Authorization: " + credentials + "\r\n")) {
        out.write(
            ascii("HTTP/1.1 407 X\r\nProxy-Authenticate: Basic\r\nConnection: close\r\n\r\n"));
        return;
      }
      URI target =
          URI.create("tunnel://" + head.substring("CONNECT ".length(), head.indexOf(" HTTP/")));
      try (Socket upstream = new Socket(target.getHost(), target.getPort())) {
        open.add(upstream);
        out.write(ascii("HTTP/1.1 200 Connected\r\n\r\n"));
        relay.between(socket, upstream);
      }
    } catch (IOException e) {
      // The test checks how its client handles the closed connection.
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String readHead(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed");
      }
      head.append((char) b);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
