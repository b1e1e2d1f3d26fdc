package org.atomicagents.internal.http;

import java.io.IOException;
import java.net.Socket;

/** Carries bytes between two sockets. */
final class Relay {

  private Relay() {}

  /** Both ways, until both have ended. */
  static void between(Socket one, Socket other) throws IOException {
    Thread back = Thread.ofVirtual().start(() -> carry(other, one));
    carry(one, other);
    try {
      back.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void carry(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One of them is gone, and the other way ends with it.
    }
  }
}
