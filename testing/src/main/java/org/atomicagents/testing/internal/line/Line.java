package org.atomicagents.testing.internal.line;

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
public abstract sealed class Line permits Http1Line, Http2Line {
  private final ConnectionContext server;
  private final SocketChannel socket;
  private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
  private volatile boolean gone;
  private volatile boolean cut;

  Line(ConnectionContext server, SocketChannel socket) {
    this.server = server;
    this.socket = socket;
  }

  /** Begins to answer a request, in this thread; the stream counts only where there are some. */
  public Exchange begin(int stream) {
    var exchange = new Exchange(stream, this::beforeWait);
    exchanges.add(exchange);
    if (gone) {
      exchange.end();
    }
    return exchange;
  }

  /** The request is answered, or will never be. */
  public void finish(Exchange exchange) {
    exchanges.remove(exchange);
    exchange.finish();
  }

  /** Whether the connection has streams, and their faults can happen on it. */
  public abstract boolean isHttp2();

  /** Whether the request's stream is one more than the client may have. */
  public abstract boolean isOneTooMany(Exchange exchange);

  /** Sends what follows of this answer byte by byte, with so long a pause after each. */
  public abstract void slowDown(Exchange exchange, TimeSource time, Duration perByte);

  /** Closes the connection in the middle of the head of this answer, which is yet to be sent. */
  public abstract void cutInHead(Exchange exchange);

  /**
   * Sends the client away, with the request unprocessed; the answers to older ones go on.
   *
   * @throws UnsupportedOperationException unless {@link #isHttp2()}
   */
  public abstract void goAway(Exchange exchange);

  /** Resets the connection (TCP's RST); what was written just before may be lost. */
  public void reset() {
    cut = true;
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
    cut = true;
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // Closed already, by the client.
    }
  }

  boolean isCut() {
    return cut;
  }

  /** The connection for the server to work on. */
  final ConnectionContext context(Inbound inbound) {
    return new LineContext(server, DataReader.create(inbound), new Outbound(this::send));
  }

  /** Sends bytes of the server's, or doesn't. */
  abstract void send(BufferData bytes);

  /** Runs before the thread of an exchange waits. */
  abstract void beforeWait();

  abstract ConnectionContext context();

  final Inbound inbound() {
    return new Inbound(server.dataReader(), server.serverSocket(), this::came, this::gone);
  }

  abstract void came(byte[] bytes);

  final void gone() {
    gone = true;
    exchanges.forEach(Exchange::end);
  }

  final Set<Exchange> exchanges() {
    return exchanges;
  }

  final DataWriter out() {
    return server.dataWriter();
  }

  static UncheckedIOException wasCut() {
    return new UncheckedIOException(new SocketException("The connection was cut."));
  }
}
