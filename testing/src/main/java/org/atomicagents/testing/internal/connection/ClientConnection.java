package org.atomicagents.testing.internal.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.model.TimeSource;

/** One connection of a client; thread-safe. */
public abstract sealed class ClientConnection permits Http1Connection, Http2Connection {
  private final ConnectionContext server;
  private final SocketChannel socket;
  private final Set<RequestHandling> exchanges = ConcurrentHashMap.newKeySet();
  private volatile boolean disconnected;
  private volatile boolean isTerminated;

  ClientConnection(ConnectionContext server, SocketChannel socket) {
    this.server = server;
    this.socket = socket;
  }

  /** Begins to answer a request, in this thread; the stream counts only where there are some. */
  public RequestHandling begin(int stream) {
    var exchange = new RequestHandling(stream, this::beforeWait);
    exchanges.add(exchange);
    if (disconnected) {
      exchange.abort();
    }
    return exchange;
  }

  /** The request is answered, or will never be. */
  public void finish(RequestHandling exchange) {
    exchanges.remove(exchange);
    exchange.finish();
  }

  /** Whether the connection has streams, and their faults can happen on it. */
  public abstract boolean isHttp2();

  /** Whether the request's stream is one more than the client may have. */
  public abstract boolean exceedsStreamLimit(RequestHandling exchange);

  /** Sends what follows of this answer byte by byte, with so long a pause after each. */
  public abstract void slowDown(RequestHandling exchange, TimeSource time, Duration perByte);

  /** Closes the connection in the middle of the head of this answer, which is yet to be sent. */
  public abstract void terminateInHead(RequestHandling exchange);

  /**
   * Sends the client away, with the request unprocessed; the answers to older ones go on.
   *
   * @throws UnsupportedOperationException unless {@link #isHttp2()}
   */
  public abstract void goAway(RequestHandling exchange);

  /** Resets the connection (TCP's RST); what was written just before may be lost. */
  public void reset() {
    isTerminated = true;
    try {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      socket.close();
    } catch (IOException e) {
      // Closed already, by the client.
    }
  }

  /**
   * Ends the connection (TCP's FIN), without a farewell of TLS.
   *
   * <p>What was written arrives first. Closed in full, bytes of the client that are yet unread
   * would turn the end into a reset, which loses them.
   */
  public void end() {
    isTerminated = true;
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // Closed already, by the client.
    }
  }

  boolean isTerminated() {
    return isTerminated;
  }

  /** The connection for the server to work on. */
  final ConnectionContext context(ObservedInput inbound) {
    return new InterceptedContext(
        server, DataReader.create(inbound), new ObservedOutput(this::send));
  }

  /** Sends bytes of the server's, or doesn't. */
  abstract void send(BufferData bytes);

  /** Runs before the thread of an exchange waits. */
  abstract void beforeWait();

  abstract ConnectionContext context();

  final ObservedInput inbound() {
    return new ObservedInput(
        server.dataReader(), server.serverSocket(), this::received, this::disconnected);
  }

  abstract void received(byte[] bytes);

  final void disconnected() {
    disconnected = true;
    exchanges.forEach(RequestHandling::abort);
  }

  final Set<RequestHandling> exchanges() {
    return exchanges;
  }

  final DataWriter writer() {
    return server.dataWriter();
  }

  static UncheckedIOException terminatedException() {
    return new UncheckedIOException(new SocketException("The connection was cut."));
  }
}
