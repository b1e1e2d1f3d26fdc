package org.atomicagents.internal.http;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A SOCKS 5 proxy without authentication (RFC 1928). */
public final class SocksProxy implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final Queue<String> targets = new ConcurrentLinkedQueue<>();

  private SocksProxy() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  public static SocksProxy start() throws IOException {
    return new SocksProxy();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Returns the targets of all connections, as {@code host:port}. */
  public List<String> targets() {
    return List.copyOf(targets);
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      in.skipNBytes(1);
      in.skipNBytes(in.readByte());
      out.write(new byte[] {5, 0});
      in.skipNBytes(3);
      String host = readHost(in, in.readByte());
      int port = in.readUnsignedShort();
      targets.add(host + ":" + port);
      try (Socket upstream = new Socket(host, port)) {
        out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        new SocketRelay().between(socket, upstream);
      }
    } catch (IOException e) {
      // The test checks how its client handles the closed connection.
    }
  }

  private static String readHost(DataInputStream in, int addressType) throws IOException {
    int length = addressType == 1 ? 4 : addressType == 4 ? 16 : in.readUnsignedByte();
    byte[] bytes = in.readNBytes(length);
    return addressType == 3
        ? new String(bytes, StandardCharsets.US_ASCII)
        : InetAddress.getByAddress(bytes).getHostAddress();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
