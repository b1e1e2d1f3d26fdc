package org.atomicagents.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.Semaphore;

/** Carries bytes between a client's socket and a server's. */
final class SocketRelay {
  private final Semaphore open = new Semaphore(1);

  /** Carries nothing more to the server until {@link #release()}. */
  void hold() {
    open.acquireUninterruptibly();
  }

  void release() {
    open.release();
  }

  /** Both ways, until both have ended. */
  void between(Socket client, Socket server) throws IOException {
    Thread back = Thread.ofVirtual().start(() -> carryBack(server, client));
    carry(client, server);
    try {
      back.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void carry(Socket from, Socket to) {
    try {
      var buffer = new byte[1024];
      InputStream in = from.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        open.acquireUninterruptibly();
        open.release();
        to.getOutputStream().write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One of them is gone, and the other way ends with it.
    }
  }

  private static void carryBack(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // As above.
    }
  }
}
