package org.atomicagents.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.Semaphore;

/** A relay of bytes between the socket of a client and that of a server. */
final class SocketRelay {
  private final Semaphore open = new Semaphore(1);

  /** Stops relaying to the server until {@link #release()}. */
  void hold() {
    open.acquireUninterruptibly();
  }

  void release() {
    open.release();
  }

  /** Relays in both directions until both sides have ended. */
  void between(Socket client, Socket server) throws IOException {
    Thread fromServer = Thread.ofVirtual().start(() -> relayToClient(server, client));
    relayToServer(client, server);
    try {
      fromServer.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void relayToServer(Socket from, Socket to) {
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
      // One side has closed; the other direction then ends as well.
    }
  }

  private static void relayToClient(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // As in relayToServer.
    }
  }
}
