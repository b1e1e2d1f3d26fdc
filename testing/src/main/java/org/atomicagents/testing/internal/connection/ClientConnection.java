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
import org.atomicagents.time.TimeSource;

/** A connection of a client; thread-safe. */
public abstract sealed class ClientConnection permits Http1Connection, Http2Connection {
  private final ConnectionContext server;
  private final SocketChannel socket;
  private final Set<RequestHandling> activeRequests = ConcurrentHashMap.newKeySet();
  private volatile boolean disconnected;
  private volatile boolean terminated;

  ClientConnection(ConnectionContext server, SocketChannel socket) {
    this.server = server;
    this.socket = socket;
  }

  /**
   * Registers a request that the calling thread handles.
   *
   * @param stream the HTTP/2 stream; ignored for HTTP/1.1
   * @return the registered request
   */
  public RequestHandling begin(int stream) {
    var handling = new RequestHandling(stream, this::beforeWait);
    activeRequests.add(handling);
    if (disconnected) {
      handling.abort();
    }
    return handling;
  }

  /** Unregisters a request whose response is complete or aborted. */
  public void finish(RequestHandling handling) {
    activeRequests.remove(handling);
    handling.finish();
  }

  /** Returns whether the connection uses HTTP/2, which some faults require. */
  public abstract boolean isHttp2();

  /** Returns whether the stream of the request exceeds the limit of concurrent streams. */
  public abstract boolean exceedsStreamLimit(RequestHandling handling);

  /** Sends the rest of the response byte by byte, with a pause of {@code perByte} after each. */
  public abstract void slowDown(RequestHandling handling, TimeSource time, Duration perByte);

  /** Closes the connection in the middle of the response headers, which must not be sent yet. */
  public abstract void terminateInHead(RequestHandling handling);

  /**
   * Sends {@code GOAWAY} and leaves the request unprocessed; responses to older requests continue.
   *
   * @throws UnsupportedOperationException unless {@link #isHttp2()}
   */
  public abstract void goAway(RequestHandling handling);

  /** Resets the connection (TCP RST); the client may lose bytes that were sent just before. */
  public void reset() {
    terminated = true;
    try {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      socket.close();
    } catch (IOException e) {
      // Already closed by the client.
    }
  }

  /**
   * Closes the output of the connection (TCP FIN), without a TLS {@code close_notify}.
   *
   * <p>Bytes written before still arrive. Closing the socket instead would cause a reset if bytes
   * of the client are unread, and a reset discards the bytes written before.
   */
  public void end() {
    terminated = true;
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // Already closed by the client.
    }
  }

  boolean isTerminated() {
    return terminated;
  }

  final ConnectionContext context(ObservedInput inbound) {
    return new InterceptedContext(
        server, DataReader.create(inbound), new ObservedOutput(this::send));
  }

  /** Sends bytes that the server writes, or applies a fault to them. */
  abstract void send(BufferData bytes);

  /** Runs before the thread of a request waits. */
  abstract void beforeWait();

  /** Returns the context in which the server handles the connection. */
  abstract ConnectionContext context();

  final ObservedInput inbound() {
    return new ObservedInput(
        server.dataReader(), server.serverSocket(), this::received, this::disconnected);
  }

  /** Observes bytes that the client sent. */
  abstract void received(byte[] bytes);

  final void disconnected() {
    disconnected = true;
    activeRequests.forEach(RequestHandling::abort);
  }

  final Set<RequestHandling> activeRequests() {
    return activeRequests;
  }

  final DataWriter writer() {
    return server.dataWriter();
  }

  static UncheckedIOException terminatedException() {
    return new UncheckedIOException(new SocketException("The connection was closed by a fault."));
  }
}
