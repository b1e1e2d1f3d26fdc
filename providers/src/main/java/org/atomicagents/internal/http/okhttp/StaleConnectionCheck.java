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
 * Detects connections that the server has closed while they were idle, or on which it has sent
 * bytes that belong to no request.
 *
 * <p>A connection without a {@link FramedInputStream}, which is one without TLS through a SOCKS
 * proxy, is not used again: the library may hold such bytes in its buffer.
 *
 * <p>The HTTP library checks only connections that were idle for 10 seconds, and otherwise retries
 * on another connection when a request fails; a {@link OneShotBody} does not allow that.
 * Connections that were used a moment ago are checked too, because llama.cpp's server closes them
 * right after its response. A check takes microseconds on a channel and a millisecond on a TLS
 * socket. HTTP/2 needs no check, because its connections are read continuously.
 *
 * <p>Thread-safe.
 */
final class StaleConnectionCheck {
  // Only connections without a framed input: hashing a connection takes longer than the check.
  private final Set<Connection> releasedConnections =
      Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

  void recordReleased(Connection connection) {
    if (FramedConnection.inputOf(connection.socket()) == null
        && connection.protocol() == Protocol.HTTP_1_1) {
      releasedConnections.add(connection);
    }
  }

  /** Closes a connection that cannot be used again; returns whether it did. */
  boolean closeIfStale(Connection connection) {
    Socket socket = connection.socket();
    FramedInputStream input = FramedConnection.inputOf(socket);
    boolean stale =
        input == null
            ? releasedConnections.remove(connection)
            : !input.isReusable() || (input.isReused() && !isIdle(socket));
    if (stale) {
      close(socket);
    }
    return stale;
  }

  // An idle connection must deliver nothing: a byte or an end belongs to no request.
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
    boolean idle = channel.read(ByteBuffer.allocate(1)) == 0;
    channel.configureBlocking(true);
    return idle;
  }

  private static boolean isIdleBriefly(Socket socket) throws IOException {
    int originalTimeout = socket.getSoTimeout();
    socket.setSoTimeout(1);
    try {
      socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException e) {
      socket.setSoTimeout(originalTimeout);
      return true;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The connection is no longer used.
    }
  }
}
