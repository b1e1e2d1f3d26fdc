package org.atomicagents.testing.internal.connection;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** All connections of a provider's clients, by the port that they come from; thread-safe. */
public final class ClientConnections {
  private final int maxStreams;
  private final Map<Integer, SocketChannel> accepted = new ConcurrentHashMap<>();
  private final Map<Integer, ClientConnection> connections = new ConcurrentHashMap<>();

  /**
   * @param maxStreams how many streams a connection may have at a time
   */
  public ClientConnections(int maxStreams) {
    this.maxStreams = maxStreams;
  }

  /** The connection that a request came over. */
  public ClientConnection of(ServerRequest request) {
    return Objects.requireNonNull(
        connections.get(request.remotePeer().port()), "no such connection");
  }

  /** What the server has to set up its sockets with; small writes leave at once. */
  public SocketOptions options() {
    return new AcceptedSocketOptions(
        SocketOptions.builder().tcpNoDelay(true).build(), this::accept);
  }

  /** The protocols that the server has to speak: HTTP/1.1 and HTTP/2. */
  public List<ServerConnectionSelector> protocols() {
    var http1 = Http1ConnectionSelector.builder().config(Http1Config.create()).build();
    var http2 = Http2ConnectionSelector.builder().http2Config(http2()).build();
    return List.of(
        new InterceptingSelector(http1, (server, context) -> open(server, http1Line(context))),
        new InterceptingSelector(http2, (server, context) -> open(server, http2Line(context))));
  }

  // The limit of streams is kept by Streams; and the server's guard against clients that cancel
  // often would cut off tests of cancelling.
  private static Http2Config http2() {
    return Http2Config.builder().maxConcurrentStreams(Integer.MAX_VALUE).maxRapidResets(-1).build();
  }

  // A handshake that failed leaves its socket behind, closed, until the next one of many.
  private void accept(SocketChannel socket) {
    if (accepted.size() > 1_000) {
      accepted.values().removeIf(old -> !old.isOpen());
    }
    try {
      accepted.put(((InetSocketAddress) socket.getRemoteAddress()).getPort(), socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ClientConnection http1Line(ConnectionContext context) {
    return new Http1Connection(context, socket(context));
  }

  private ClientConnection http2Line(ConnectionContext context) {
    return new Http2Connection(context, socket(context), maxStreams);
  }

  private SocketChannel socket(ConnectionContext context) {
    return Objects.requireNonNull(accepted.remove(context.remotePeer().port()), "no such socket");
  }

  private ServerConnection open(ServerConnectionSelector server, ClientConnection line) {
    ConnectionContext context = line.context();
    int port = context.remotePeer().port();
    connections.put(port, line);
    return new TrackedServerConnection(server.connection(context), () -> close(port, line));
  }

  private void close(int port, ClientConnection line) {
    connections.remove(port, line);
    line.disconnected();
  }
}
