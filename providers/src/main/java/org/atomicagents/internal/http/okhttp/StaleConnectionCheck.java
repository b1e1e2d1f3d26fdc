package org.atomicagents.internal.http.okhttp;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import okhttp3.Connection;
import okhttp3.Protocol;

/**
 * Finds connections that the server has closed while nobody used them.
 *
 * <p>The HTTP library looks only after 10 seconds, and tries another connection when a request
 * fails; a body that may be sent once only leaves no second try. Not even a connection that was
 * used a moment ago is trusted: llama.cpp's server closes it right behind its answer. Looking at a
 * channel takes microseconds, at a socket of TLS a millisecond; HTTP/2 needs no look, since its
 * connections are always being read.
 *
 * <p>Thread-safe.
 */
final class StaleConnectionCheck {
  private final Set<Connection> releasedConnections =
      Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

  void recordReleased(Connection connection) {
    if (connection.protocol() == Protocol.HTTP_1_1) {
      releasedConnections.add(connection);
    }
  }

  /** Looks at a connection before it is used, and closes it if its other end is gone. */
  boolean closeIfStale(Connection connection) {
    if (!releasedConnections.remove(connection)) {
      return false;
    }
    Socket socket = connection.socket();
    boolean dead = !isIdle(socket);
    if (dead) {
      close(socket);
    }
    return dead;
  }

  // Whatever comes on an unused connection, be it its end or a byte, belongs to no request.
  private static boolean isIdle(Socket socket) {
    SocketChannel channel = socket.getChannel();
    try {
      return channel == null ? isIdleBriefly(socket) : isIdle(channel);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isIdle(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    boolean silent = channel.read(ByteBuffer.allocate(1)) == 0;
    channel.configureBlocking(true);
    return silent;
  }

  private static boolean isIdleBriefly(Socket socket) throws IOException {
    int before = socket.getSoTimeout();
    socket.setSoTimeout(1);
    try {
      socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException e) {
      socket.setSoTimeout(before);
      return true;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody uses it any more.
    }
  }
}
