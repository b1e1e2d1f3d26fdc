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

/** A proxy that only knows CONNECT, and wants a password. */
public final class TunnelProxy implements AutoCloseable {
  private final ServerSocket server = new ServerSocket();
  private final Queue<String> heads = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final SocketRelay relay = new SocketRelay();
  private final String credentials;

  private TunnelProxy(String credentials) throws IOException {
    this.credentials = credentials;
    // Little, so that a client soon has to wait while it writes.
    server.setReceiveBufferSize(4096);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    Thread.ofVirtual().start(this::accept);
  }

  public static TunnelProxy wanting(String credentials) throws IOException {
    return new TunnelProxy(credentials);
  }

  /** Lets nothing more through to servers until {@link #release()}. */
  void hold() {
    relay.hold();
  }

  void release() {
    relay.release();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** What it was told before each tunnel. */
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
      String head = head(socket.getInputStream());
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
      // The test sees what its client makes of it.
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String head(InputStream in) throws IOException {
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
