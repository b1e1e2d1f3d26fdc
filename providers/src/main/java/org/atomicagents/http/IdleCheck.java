package org.atomicagents.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import okhttp3.Connection;
import okhttp3.Protocol;
import org.atomicagents.model.TimeSource;

/**
 * Finds connections that the server has closed while nobody used them.
 *
 * <p>The HTTP library looks only after 10 seconds, and tries another connection when a request
 * fails; a body that may be sent once only leaves no second try. Looking takes a millisecond, for
 * HTTP/1.1 alone; a connection that was used a moment ago may be trusted instead.
 *
 * <p>Thread-safe.
 */
final class IdleCheck {
  private final Map<Connection, Long> idleSince = Collections.synchronizedMap(new WeakHashMap<>());
  private final TimeSource time = TimeSource.system();
  private final long trustedNanos;

  IdleCheck(Duration trusted) {
    this.trustedNanos = trusted.toNanos();
  }

  void released(Connection connection) {
    if (connection.protocol() == Protocol.HTTP_1_1) {
      idleSince.put(connection, time.nanoTime());
    }
  }

  /** Looks at a connection before it is used, and closes it if its other end is gone. */
  boolean isDead(Connection connection) {
    Long since = idleSince.remove(connection);
    return since != null && time.nanoTime() - since >= trustedNanos && isOver(connection.socket());
  }

  // Whatever comes on an unused connection, be it its end or a byte, belongs to no request.
  private static boolean isOver(Socket socket) {
    try {
      if (isSilent(socket)) {
        return false;
      }
    } catch (IOException e) {
      // Broken, which is over as well.
    }
    close(socket);
    return true;
  }

  private static boolean isSilent(Socket socket) throws IOException {
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
