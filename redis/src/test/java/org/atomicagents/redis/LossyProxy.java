package org.atomicagents.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A network in front of a server, which may lose responses or connections. Thread-safe. */
final class LossyProxy implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int target;
  private final Queue<Line> lines = new ConcurrentLinkedQueue<>();

  /** A connection. */
  private record Line(Socket caller, Socket server, AtomicBoolean losesResponses) {}

  LossyProxy(int target) throws IOException {
    this.target = target;
    Thread.ofVirtual().start(this::accept);
  }

  String uri() {
    return "redis://127.0.0.1:" + socket.getLocalPort();
  }

  /** Loses all further responses of the present connections, which remain open. */
  void loseResponses() {
    lines.forEach(line -> line.losesResponses.set(true));
  }

  /** Ends the present connections. */
  void cut() throws IOException {
    for (Line line = lines.poll(); line != null; line = lines.poll()) {
      line.caller.close();
      line.server.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket caller = socket.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        var line = new Line(caller, server, new AtomicBoolean());
        lines.add(line);
        Thread.ofVirtual().start(() -> copy(caller, server, new AtomicBoolean()));
        Thread.ofVirtual().start(() -> copy(server, caller, line.losesResponses));
      }
    } catch (IOException e) {
      // The test has ended, or the server has.
    }
  }

  private static void copy(Socket from, Socket to, AtomicBoolean isLost) {
    try (from;
        to) {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      byte[] buffer = new byte[8_192];
      for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
        if (!isLost.get()) {
          output.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      // The connection was cut.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    cut();
  }
}
